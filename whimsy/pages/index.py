"""The page at "/", which shows the phase of the tab's chat."""

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
    return shell(
        rx.match(
            ChatState.phase,
            ("searching", searching()),
            # One branch for both, so that the transcript and the composer are not drawn anew.
            ("chatting", "ended", conversation()),
            ("elsewhere", elsewhere()),
            # One branch for both, so that the start page is in the HTML and stays when the phase is known.
            rx.fragment(
                rx.cond(DoorState.asking & ~is_barred, door(), landing()),
                rx.cond(ChatState.phase == "loading", loading()),
            ),
        )
    )
