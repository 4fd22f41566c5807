"""The own camera before there is a partner, and the Start that needs it."""

from typing import Annotated

import reflex as rx

from whimsy.states.chat import ChatState
from whimsy.states.preferences import PreferenceState
from whimsy.states.wishes import WishState

_LIBRARY = "$/whimsy/preview/Gate.jsx"


class Preview(rx.Component):
    """The mirrored picture, the pickers, the level; its file is loaded when video is chosen."""

    library = _LIBRARY
    tag = "Preview"

    phase: rx.Var[str]
    mode: rx.Var[str]
    relayed: rx.Var[bool]


class Held(rx.Component):
    """The own picture while the visitor reads something before their search."""

    library = _LIBRARY
    tag = "Held"


class VideoStart(rx.Component):
    """Start, after the camera has answered."""

    library = _LIBRARY
    tag = "VideoStart"

    relayed: rx.Var[bool]
    on_start: Annotated[rx.EventHandler, rx.event.no_args_event_spec]


def preview() -> rx.Component:
    """The own picture of a visitor who wants video."""
    return rx.cond(
        WishState.mode == "video",
        Preview.create(phase=ChatState.phase, mode=WishState.mode, relayed=PreferenceState.relayed),
    )


def held() -> rx.Component:
    """The own picture of a visitor who wants video and is not there yet."""
    return rx.cond(WishState.mode == "video", Held.create())


def video_start() -> rx.Component:
    """The start of a search with video."""
    return VideoStart.create(relayed=PreferenceState.relayed, on_start=ChatState.start)
