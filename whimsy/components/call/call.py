"""The stage of a call: both pictures, or who is heard, and its controls."""

from typing import Annotated

import reflex as rx

from whimsy.acts import switchboard
from whimsy.components.mode import is_call
from whimsy.states.call import CallState
from whimsy.states.chat import ChatState
from whimsy.states.preferences import PreferenceState
from whimsy.states.safety import SafetyState
from whimsy.states.wishes import WishState


class Call(rx.Component):
    """Its script is loaded when it is first shown, so that text chats never load it."""

    library = "$/whimsy/call/Gate.jsx"
    tag = "Call"
    # For the worker of the picture screen. MobileNetV2 is bundled into one script, which only calls load.
    lib_dependencies: list[str] = ["nsfwjs@4.4.0", "@tensorflow/tfjs@4.22.0", "buffer@6.0.3"]  # noqa: RUF012

    phase: rx.Var[str]
    room: rx.Var[str]
    video: rx.Var[str]
    call: rx.Var[switchboard.Call]
    mode: rx.Var[str]
    away: rx.Var[bool]
    always_show: rx.Var[bool]
    relayed: rx.Var[bool]
    direct: rx.Var[bool]
    screened: rx.Var[bool]
    on_stop: Annotated[rx.EventHandler, rx.event.passthrough_event_spec(str)]
    on_rebuild: Annotated[rx.EventHandler, rx.event.passthrough_event_spec(str, int)]
    on_always_show: Annotated[rx.EventHandler, rx.event.passthrough_event_spec(bool)]
    on_direct: Annotated[rx.EventHandler, rx.event.passthrough_event_spec(bool)]
    on_report: Annotated[rx.EventHandler, rx.event.passthrough_event_spec(str)]
    on_next: Annotated[rx.EventHandler, rx.event.passthrough_event_spec(str)]


def call() -> rx.Component:
    """Shown during a call, and after it if the camera stays on for the next search."""
    kept = (ChatState.phase == "ended") & is_call
    return rx.cond(
        (ChatState.video == "on") | kept,
        Call.create(
            phase=ChatState.phase,
            room=ChatState.room,
            video=ChatState.video,
            call=ChatState.call,
            mode=WishState.mode,
            away=ChatState.partner_away,
            always_show=PreferenceState.always_show == "yes",
            relayed=PreferenceState.relayed,
            direct=PreferenceState.direct == "yes",
            screened=PreferenceState.screened,
            on_stop=CallState.stop_video,
            on_rebuild=CallState.rebuild_call,
            on_always_show=PreferenceState.choose_always_show,
            on_direct=CallState.choose_direct,
            on_report=SafetyState.consider,
            on_next=ChatState.next,
        ),
    )
