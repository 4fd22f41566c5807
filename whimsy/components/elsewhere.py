"""The page of the phase elsewhere: the chat was taken over by another tab."""

import reflex as rx

from whimsy.components.button import button
from whimsy.components.dots import wordmark
from whimsy.states.chat import ChatState


def elsewhere() -> rx.Component:
    return rx.fragment(
        rx.el.header(wordmark(), class_name="bar"),
        rx.el.main(
            rx.el.h1("This chat is open in another tab."),
            rx.el.p("Nothing is lost. It can be in one place at a time.", class_name="calm"),
            button("Use it here", ChatState.take_here, "go"),
            class_name="elsewhere",
        ),
    )
