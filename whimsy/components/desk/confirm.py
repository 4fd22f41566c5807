"""The question before an act that takes a second click."""

import reflex as rx

from whimsy.components.desk.keys import escape
from whimsy.seam.pages import EventType


def confirm(
    question: str | rx.Var[str], yes: EventType[()], no: EventType[()], *label: str | rx.Var[str]
) -> rx.Component:
    """`question`, with a button that does it, labelled `label`, and one that cancels."""
    return rx.el.div(
        rx.el.p(question),
        rx.el.button(*label, type="button", class_name="act grave", auto_focus=True, on_click=yes),
        escape(no),
        role="group",
        aria_label="Confirm",
        class_name="particulars",
    )
