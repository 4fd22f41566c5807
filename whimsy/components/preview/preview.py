"""The visitor's own camera before there is a partner, and the Start button of a video search."""

from typing import Annotated

import reflex as rx

from whimsy.states.chat import ChatState
from whimsy.states.preferences import PreferenceState
from whimsy.states.wishes import WishState

_LIBRARY = "$/whimsy/preview/Gate.jsx"


class Preview(rx.Component):
    """The picture, the device pickers and the microphone level; its script is loaded when video is chosen."""

    library = _LIBRARY
    tag = "Preview"

    phase: rx.Var[str]
    mode: rx.Var[str]
    relayed: rx.Var[bool]


class Held(rx.Component):
    """The picture at the door, so that no camera is on without being shown."""

    library = _LIBRARY
    tag = "Held"


class VideoStart(rx.Component):
    """Starts the search once the camera is on."""

    library = _LIBRARY
    tag = "VideoStart"

    relayed: rx.Var[bool]
    on_start: Annotated[rx.EventHandler, rx.event.no_args_event_spec]


def preview() -> rx.Component:
    return rx.cond(
        WishState.mode == "video",
        Preview.create(phase=ChatState.phase, mode=WishState.mode, relayed=PreferenceState.relayed),
    )


def held() -> rx.Component:
    return rx.cond(WishState.mode == "video", Held.create())


def video_start() -> rx.Component:
    return VideoStart.create(relayed=PreferenceState.relayed, on_start=ChatState.start)
