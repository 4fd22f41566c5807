"""The wait of a search that came too fast, which counts down and can be given up."""

from typing import Annotated

import reflex as rx

from whimsy.states.chat import ChatState
from whimsy.states.page import Delay as Seconds


class Delay(rx.NoSSRComponent):
    library = "$/whimsy/delay/Delay.jsx"
    tag = "Delay"

    delay: rx.Var[Seconds]
    on_stay: Annotated[rx.EventHandler, rx.event.no_args_event_spec]


def delay() -> rx.Component:
    return Delay.create(delay=ChatState.delay, on_stay=ChatState.stay)
