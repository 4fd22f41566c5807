"""The conversation so far, merged in the browser from small windows of it."""

from typing import Annotated

import reflex as rx

from whimsy.acts.view import Window
from whimsy.states.chat import ChatState
from whimsy.states.terms import TermsState


class Transcript(rx.NoSSRComponent):
    """Shows `window`s of lines as one transcript and asks for a full one when it finds a gap."""

    library = "$/whimsy/transcript/Transcript.jsx"
    tag = "Transcript"

    window: rx.Var[Window]
    typing: rx.Var[int]
    most: rx.Var[int]
    on_gap: Annotated[rx.EventHandler, rx.event.no_args_event_spec]


def transcript() -> rx.Component:
    """The transcript of the current room."""
    return Transcript.create(
        window=ChatState.lines, typing=ChatState.typing, most=TermsState.history, on_gap=ChatState.resync
    )
