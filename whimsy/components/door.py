"""The door, before the first search: the visitor confirms their age and agrees to the rules."""

import reflex as rx

from whimsy.components.button import button
from whimsy.components.dots import wordmark
from whimsy.components.focus import focus
from whimsy.components.preview import held
from whimsy.states.chat import ChatState
from whimsy.states.door import DoorState
from whimsy.states.terms import term

_RULES = (
    ("You are 18 or older.", "Whimsy is for adults only."),
    ("Be kind, and stay dressed.", "No nudity, no threats, no hate, nothing about minors."),
    ("Keep yourself to yourself.", "Never give a stranger your name, address, school, number or money."),
    (
        "Whoever you meet can record you.",
        "And save your words. We cannot prevent that. Show and say what you would not mind.",
    ),
)


def door() -> rx.Component:
    return rx.fragment(
        rx.el.header(wordmark(), class_name="bar"),
        rx.el.main(
            rx.el.h1("Before you meet someone"),
            rx.el.ul(*(rx.el.li(rx.el.strong(rule), " ", why) for rule, why in _RULES), class_name="points"),
            rx.el.p(
                f"What you say is gone {term('kept_after_close')} after a chat ends. If you are reported, "
                f"its last lines are kept for {term('evidence_days')}. Nobody learns who you are: there is "
                "no account. ",
                rx.el.a("All rules", href="/rules"),
                " · ",
                rx.el.a("What is kept", href="/privacy"),
                class_name="calm",
            ),
            held(),
            rx.cond(
                DoorState.turned_away,
                focus("Sorry, you can’t come in with this. Whimsy is for adults only.", "ask"),
            ),
            rx.el.div(
                button("I’m 18 or older and I agree", ChatState.agree("declared"), "go"),
                button("Not now", DoorState.step_back),
                class_name="launch",
            ),
            class_name="start door",
        ),
    )
