"""The transcript, which the browser merges from the windows of lines that the server sends."""

from typing import Annotated

import reflex as rx

from whimsy.acts.view import Window
from whimsy.states.chat import ChatState
from whimsy.states.terms import TermsState


class Transcript(rx.NoSSRComponent):
    """Calls `on_gap` when lines are missing, for a window with all of them. most: how many lines it keeps."""

    library = "$/whimsy/transcript/Transcript.jsx"
    tag = "Transcript"

    window: rx.Var[Window]
    typing: rx.Var[int]
    most: rx.Var[int]
    on_gap: Annotated[rx.EventHandler, rx.event.no_args_event_spec]


def transcript() -> rx.Component:
    return Transcript.create(
        window=ChatState.lines, typing=ChatState.typing, most=TermsState.history, on_gap=ChatState.resync
    )
