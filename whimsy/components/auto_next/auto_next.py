"""The choice to find the next partner without a press, after the last one left."""

from typing import Annotated

import reflex as rx

from whimsy.states.chat import ChatState


class AutoNext(rx.NoSSRComponent):
    """Counts down and calls `on_next` with the room. theirs: whether it was the partner who left."""

    library = "$/whimsy/auto_next/AutoNext.jsx"
    tag = "AutoNext"

    theirs: rx.Var[bool]
    room: rx.Var[str]
    on_next: Annotated[rx.EventHandler, rx.event.passthrough_event_spec(str)]


def auto_next(theirs: rx.Var[bool]) -> rx.Component:
    return AutoNext.create(theirs=theirs, room=ChatState.room, on_next=ChatState.next)
