"""The visitor's own camera or microphone before there is a partner, and Start of a search for calls."""

from typing import Annotated

import reflex as rx

from whimsy.components.mode import is_call
from whimsy.states.chat import ChatState
from whimsy.states.preferences import PreferenceState
from whimsy.states.wishes import WishState

_LIBRARY = "$/whimsy/preview/Gate.jsx"


class Preview(rx.Component):
    """The picture or microphone and the device pickers; its script is loaded when a call is chosen."""

    library = _LIBRARY
    tag = "Preview"

    phase: rx.Var[str]
    mode: rx.Var[str]
    relayed: rx.Var[bool]
    screened: rx.Var[bool]


class Held(rx.Component):
    """The picture or microphone at the door, so that none is on without being shown."""

    library = _LIBRARY
    tag = "Held"

    mode: rx.Var[str]


class CallStart(rx.Component):
    """Starts the search once the camera or the microphone is on."""

    library = _LIBRARY
    tag = "CallStart"

    mode: rx.Var[str]
    relayed: rx.Var[bool]
    on_start: Annotated[rx.EventHandler, rx.event.no_args_event_spec]


def preview() -> rx.Component:
    return rx.cond(
        is_call,
        Preview.create(
            phase=ChatState.phase,
            mode=WishState.mode,
            relayed=PreferenceState.relayed,
            screened=PreferenceState.screened,
        ),
    )


def held() -> rx.Component:
    return rx.cond(is_call, Held.create(mode=WishState.mode))


def call_start() -> rx.Component:
    return CallStart.create(mode=WishState.mode, relayed=PreferenceState.relayed, on_start=ChatState.start)
