"""Consent to video: the button that asks for it, and the card for everything after that."""

from typing import Annotated

import reflex as rx

from whimsy.states.call import CallState, Refusal
from whimsy.states.chat import ChatState
from whimsy.states.preferences import PreferenceState

_LIBRARY = "$/whimsy/consent/Consent.jsx"


class VideoButton(rx.NoSSRComponent):
    library = _LIBRARY
    tag = "VideoButton"

    phase: rx.Var[str]
    room: rx.Var[str]
    video: rx.Var[str]
    relayed: rx.Var[bool]
    resting: rx.Var[dict[str, int]]


class Consent(rx.NoSSRComponent):
    """Turns on the camera, then asks the partner; or answers the partner's question."""

    library = _LIBRARY
    tag = "Consent"

    phase: rx.Var[str]
    room: rx.Var[str]
    video: rx.Var[str]
    relayed: rx.Var[bool]
    screened: rx.Var[bool]
    refused: rx.Var[Refusal]
    on_offer: Annotated[rx.EventHandler, rx.event.passthrough_event_spec(str)]
    on_accept: Annotated[rx.EventHandler, rx.event.passthrough_event_spec(str)]
    on_decline: Annotated[rx.EventHandler, rx.event.passthrough_event_spec(str, str)]
    on_stop: Annotated[rx.EventHandler, rx.event.passthrough_event_spec(str)]


def video_button() -> rx.Component:
    return VideoButton.create(
        phase=ChatState.phase,
        room=ChatState.room,
        video=ChatState.video,
        relayed=PreferenceState.relayed,
        resting=ChatState.resting,
    )


def consent() -> rx.Component:
    return Consent.create(
        phase=ChatState.phase,
        room=ChatState.room,
        video=ChatState.video,
        relayed=PreferenceState.relayed,
        screened=PreferenceState.screened,
        refused=CallState.refused,
        on_offer=CallState.offer_video,
        on_accept=CallState.accept_video,
        on_decline=CallState.decline_video,
        on_stop=CallState.stop_video,
    )
