"""The page at "/": one place for every phase of a chat."""

import reflex as rx

from whimsy.components.barred import is_barred
from whimsy.components.conversation import conversation
from whimsy.components.door import door
from whimsy.components.elsewhere import elsewhere
from whimsy.components.landing import landing
from whimsy.components.loading import loading
from whimsy.components.searching import searching
from whimsy.components.shell import shell
from whimsy.states.chat import ChatState
from whimsy.states.door import DoorState


def index() -> rx.Component:
    """What the tab's phase asks for."""
    return shell(
        rx.match(
            ChatState.phase,
            ("idle", rx.cond(DoorState.asking & ~is_barred, door(), landing())),
            ("searching", searching()),
            # One branch for both: the transcript and what is typed stay where they are.
            ("chatting", "ended", conversation()),
            ("elsewhere", elsewhere()),
            loading(),
        )
    )
