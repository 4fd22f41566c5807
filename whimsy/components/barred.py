"""The card that replaces Start, New and Next while the visitor is barred: why, until when, and the appeal."""

import reflex as rx

from whimsy.components.focus import focus
from whimsy.states.chat import ChatState

is_barred = ChatState.barring != ""
"""While this holds, no control that begins a search is shown."""


def barred() -> rx.Component:
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
