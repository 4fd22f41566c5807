"""The field for messages. The browser stores drafts, and messages that the server has not accepted yet."""

import reflex as rx

from whimsy.acts.view import Window
from whimsy.seam.pages import has_connection_errors
from whimsy.seam.states import place_of
from whimsy.states.chat import ChatState
from whimsy.states.terms import TermsState


class Composer(rx.NoSSRComponent):
    """Announces typing as `whimsy:typing` events on window."""

    library = "$/whimsy/composer/Composer.jsx"
    tag = "Composer"
    lib_dependencies: list[str] = ["frimousse@0.4.0"]  # noqa: RUF012 (the emoji picker, loaded when it is opened)

    room: rx.Var[str]
    phase: rx.Var[str]
    acknowledged: rx.Var[Window]
    lines: rx.Var[dict[str, str]]
    connected: rx.Var[bool]
    longest: rx.Var[int]


def composer() -> rx.Component:
    return Composer.create(
        room=ChatState.room,
        phase=ChatState.phase,
        acknowledged=ChatState.lines,
        lines=place_of(ChatState.lines),
        connected=~has_connection_errors,
        longest=TermsState.longest,
    )
