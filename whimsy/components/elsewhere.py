"""This chat continues in another tab."""

import reflex as rx

from whimsy.components.dots import wordmark
from whimsy.states.chat import ChatState


def elsewhere() -> rx.Component:
    """The page of the phase elsewhere."""
    return rx.fragment(
        rx.el.header(wordmark(), class_name="bar"),
        rx.el.main(
            rx.el.h1("This chat is open in another tab."),
            rx.el.p("Nothing is lost. It can be in one place at a time.", class_name="calm"),
            rx.el.button("Use it here", type="button", class_name="go", on_click=ChatState.take_here),
            class_name="elsewhere",
        ),
    )
