"""The page of the phase idle: what Whimsy is, the wishes for a partner, and Start."""

import reflex as rx

from whimsy.components.barred import barred, is_barred
from whimsy.components.button import button
from whimsy.components.dots import wordmark
from whimsy.components.drawing import asleep
from whimsy.components.headcount import headcount
from whimsy.components.interests import interests
from whimsy.components.invitation import invite, invited, is_acquainted, opened
from whimsy.components.language import language
from whimsy.components.mode import is_call, is_question, mode
from whimsy.components.opening import opening
from whimsy.components.preview import call_start, preview
from whimsy.components.question import question
from whimsy.components.reading import footer
from whimsy.components.reunion import reunions
from whimsy.components.safety import report_previous
from whimsy.states.chat import ChatState
from whimsy.states.online import OnlineState
from whimsy.states.wishes import WishState


def landing() -> rx.Component:
    return rx.fragment(
        rx.el.header(headcount(), class_name="bar bar-start"),
        rx.el.main(
            rx.el.div(
                rx.el.h1(wordmark("large")),
                rx.el.p("Talk to a random stranger.", class_name="promise"),
                rx.el.p("No account. No names. Leave any time.", class_name="calm"),
                class_name="hello",
            ),
            # A barred visitor cannot search, so neither wishes nor a camera are asked for.
            rx.cond(is_barred, barred(), _in_opening_hours()),
            class_name="start",
        ),
        opened(),
        rx.el.div(_invite(), report_previous(), class_name="late-row"),
        footer(),
    )


def _in_opening_hours() -> rx.Component:
    started = rx.cond(is_acquainted, invited(), _wishes_and_start())
    is_open = OnlineState.opening["open"]
    return rx.fragment(
        rx.cond(is_open, None, asleep()), opening(), rx.cond(is_open, rx.fragment(started, reunions()))
    )


def _invite() -> rx.Component:
    return rx.cond(OnlineState.opening["open"] & ~is_barred & ~is_acquainted, invite())


def _wishes_and_start() -> rx.Component:
    return rx.fragment(
        rx.el.div(rx.cond(is_question, None, interests()), language(), mode(), class_name="wishes"),
        preview(),
        rx.cond(is_question, question(), _start()),
    )


def _start() -> rx.Component:
    return rx.el.div(
        rx.cond(
            is_call,
            rx.fragment(call_start(), rx.el.p(_known(), class_name="hint")),
            rx.fragment(
                button("Start", ChatState.start, "go"),
                rx.el.p("Only your words reach them.", class_name="hint"),
            ),
        ),
        class_name="launch",
    )


def _known() -> rx.Var[str]:
    """What whoever is met learns in a call."""
    seen = "Whoever you meet sees and hears you, and could record you."
    return rx.cond(WishState.mode == "video", seen, "Whoever you meet hears you, and could record you.")
