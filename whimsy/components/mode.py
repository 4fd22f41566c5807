"""The choice between text, voice, video and questions: native radio buttons, styled as large tiles."""

import reflex as rx

from whimsy.states.wishes import WishState

is_call = (WishState.mode == "voice") | (WishState.mode == "video")
is_question = WishState.mode == "question"


def mode() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend("How to talk", class_name="unseen"),
        _choice("text", "Text"),
        _choice("voice", "Voice"),
        _choice("video", "Video"),
        _choice("question", "Question"),
        class_name="modes",
    )


def _choice(value: str, word: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="mode",
            value=value,
            default_checked=WishState.mode == value,
            on_change=lambda _: WishState.choose_mode(value),
        ),
        rx.el.span(word, class_name="choice"),
        class_name="mode",
    )
