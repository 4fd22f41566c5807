"""Drawings for where there is nothing else to see. Screen readers do not mention them."""

import reflex as rx

_GROUND = "M8 92h184"


def lost() -> rx.Component:
    """A dot before a signpost that says nothing, and another that peeps out of the ground behind it."""
    return _drawing(
        _line(_GROUND),
        _line("M14 84c10-26 24-26 32 0 6-18 16-18 22-4", class_name="trail"),
        _line("M136 92V36M112 30h42l11 11-11 11h-42z"),
        rx.el.circle(cx="84", cy="81", r="10", class_name="you"),
        rx.el.path(d="M168 91a11 11 0 0 1 22 0z", class_name="them"),
    )


def asleep() -> rx.Component:
    """The two dots side by side under the moon."""
    return _drawing(
        _line(_GROUND),
        _line("M152 18a20 20 0 1 0 20 27 16 16 0 0 1-20-27z"),
        _line("M112 44h9l-9 11h9M96 58h6l-6 8h6"),
        rx.el.circle(cx="72", cy="80", r="11", class_name="you"),
        rx.el.circle(cx="94", cy="80", r="11", class_name="them"),
        rx.el.path(d="M67 80q3.500 3 7 0M90 80q3.500 3 7 0", class_name="lids"),
    )


def _drawing(*parts: rx.Component) -> rx.Component:
    return rx.el.svg(*parts, view_box="0 0 200 100", class_name="drawing", aria_hidden="true")


def _line(path: str, class_name: str = "line") -> rx.Component:
    return rx.el.path(d=path, class_name=class_name)
