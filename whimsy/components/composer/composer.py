"""The field for messages. The browser stores drafts, and messages that the server has not accepted yet."""

from typing import Annotated

import reflex as rx

from whimsy.acts.view import Window
from whimsy.seam.pages import has_connection_errors
from whimsy.states.chat import ChatState
from whimsy.states.terms import TermsState


class Composer(rx.NoSSRComponent):
    """Announces typing as `whimsy:typing` events on window."""

    library = "$/whimsy/composer/Composer.jsx"
    tag = "Composer"

    room: rx.Var[str]
    phase: rx.Var[str]
    acknowledged: rx.Var[Window]
    refused: rx.Var[dict[str, str]]
    connected: rx.Var[bool]
    longest: rx.Var[int]
    on_send: Annotated[rx.EventHandler, rx.event.passthrough_event_spec(str, str, str)]


def composer() -> rx.Component:
    return Composer.create(
        room=ChatState.room,
        phase=ChatState.phase,
        acknowledged=ChatState.lines,
        refused=ChatState.refused,
        connected=~has_connection_errors,
        longest=TermsState.longest,
        on_send=ChatState.post,
    )
