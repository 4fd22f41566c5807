"""Question mode on the start page: ask something and watch two strangers discuss it, or be one of the two."""

import reflex as rx

from whimsy.components.button import button
from whimsy.components.prose import prose
from whimsy.states.chat import ChatState
from whimsy.states.terms import TermsState


def question() -> rx.Component:
    return rx.el.div(
        rx.el.form(
            rx.el.label("What should two strangers talk about?", html_for="question"),
            prose("question", TermsState.longest_question, rows=2, required=True),
            rx.el.button("Ask, and read along", type="submit", class_name="go"),
            on_submit=ChatState.ask,
            class_name="form ask-question",
        ),
        rx.el.p("or", class_name="hint"),
        button("Discuss somebody’s question", ChatState.discuss, "discuss"),
        rx.el.p("Whoever asks only reads along. All three know it.", class_name="hint"),
        class_name="questions",
    )


def waiting() -> rx.Component:
    """What replaces the prospects for whoever asks."""
    return rx.el.div(
        rx.el.h1("Looking for two people…"),
        rx.el.p("You read along as soon as two are there to discuss your question.", class_name="calm"),
        class_name="looking",
    )
