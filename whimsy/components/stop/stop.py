"""The button for leaving and going on: Stop, then Really?, then New. Esc presses it, too."""

from typing import Annotated

import reflex as rx

from whimsy.states.chat import ChatState


class Stop(rx.Component):
    library = "$/whimsy/stop/Stop.jsx"
    tag = "Stop"

    room: rx.Var[str]
    phase: rx.Var[str]
    on_leave: Annotated[rx.EventHandler, rx.event.passthrough_event_spec(str)]
    on_next: Annotated[rx.EventHandler, rx.event.passthrough_event_spec(str)]
    on_cancel: Annotated[rx.EventHandler, rx.event.no_args_event_spec]


def stop() -> rx.Component:
    return Stop.create(
        room=ChatState.room,
        phase=ChatState.phase,
        on_leave=ChatState.leave,
        on_next=ChatState.next,
        on_cancel=ChatState.cancel,
    )
