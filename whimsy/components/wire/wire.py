"""The page's connection to the namespace `/whimsy`, and what is said while it is interrupted."""

from typing import Any

import reflex as rx

from whimsy.seam.states import place_of
from whimsy.settings import build
from whimsy.states.chat import ChatState
from whimsy.states.online import OnlineState

_SEAM = "$/whimsy/wire/reflex.js"


class Wire(rx.NoSSRComponent):
    """Announces the connection's state as `whimsy:wire` events on window, and shows when it is lost.

    away: the store does not answer; phase: where a delta has the phase; waiting: the phase is not known yet.
    """

    library = "$/whimsy/wire/Wire.jsx"
    tag = "Wire"

    def add_imports(self) -> dict[str, Any]:
        """Load the seam with the page, as a NoSSR component is loaded after the first connection."""
        return {"": [_SEAM]}

    away: rx.Var[bool]
    build: rx.Var[str]
    phase: rx.Var[dict[str, str]]
    lines: rx.Var[dict[str, str]]
    waiting: rx.Var[bool]


class Way(rx.NoSSRComponent):
    """Shows why the server cannot be reached, on pages without a chat, which need no wire."""

    library = "$/whimsy/wire/Way.jsx"
    tag = "Way"

    def add_imports(self) -> dict[str, Any]:
        return {"": [_SEAM]}


def wire() -> rx.Component:
    return Wire.create(
        away=OnlineState.away,
        build=build(),
        phase=place_of(ChatState.phase),
        lines=place_of(ChatState.lines),
        waiting=ChatState.phase == "loading",
    )


def way() -> rx.Component:
    return Way.create()
