"""What stands in the place of Start, New and Next while the visitor may not chat."""

import reflex as rx

from whimsy.components.focus import focus
from whimsy.states.chat import ChatState

is_barred = ChatState.barring != ""
"""Nothing that begins a search is live then."""


def barred() -> rx.Component:
    """Why, until when, and the way to say that it is wrong. It goes when the server says so."""
    told = ChatState.barred
    return rx.el.section(
        focus(told.title, "ask"),
        rx.el.p(told.reason),
        rx.el.p(told.ends, class_name="calm"),
        rx.cond(
            told.appeal,
            rx.el.p("You think that is wrong? ", rx.el.a("Appeal", href="/appeal"), class_name="calm"),
        ),
        aria_label=told.title,
        class_name="barred",
    )
