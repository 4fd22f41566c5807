"""The browser's Back button, which steps back within the page before it leaves it."""

from typing import Annotated

import reflex as rx

from whimsy.states.chat import ChatState


class Back(rx.NoSSRComponent):
    library = "$/whimsy/back/Back.jsx"
    tag = "Back"

    phase: rx.Var[str]
    room: rx.Var[str]
    on_cancel: Annotated[rx.EventHandler, rx.event.no_args_event_spec]
    on_home: Annotated[rx.EventHandler, rx.event.passthrough_event_spec(str)]


def back() -> rx.Component:
    return Back.create(
        phase=ChatState.phase, room=ChatState.room, on_cancel=ChatState.cancel, on_home=ChatState.home
    )
