"""Keeps the page joined to `/whimsy`, so that the server knows it is there and hears it type."""

from typing import Any

import reflex as rx

from whimsy.seam.states import place_of
from whimsy.settings import build
from whimsy.states.chat import ChatState
from whimsy.states.online import OnlineState

_SEAM = "$/whimsy/wire/reflex.js"


class Wire(rx.NoSSRComponent):
    """Announces the connection's state as `whimsy:wire` on window; a word while it, or Redis, is `away`.

    waiting: the page has not been told yet what to show, which must not take long.
    """

    library = "$/whimsy/wire/Wire.jsx"
    tag = "Wire"

    def add_imports(self) -> dict[str, Any]:
        """What must not come as late as the component itself does."""
        return {"": [_SEAM]}

    away: rx.Var[bool]
    build: rx.Var[str]
    phase: rx.Var[dict[str, str]]
    waiting: rx.Var[bool]


class Way(rx.NoSSRComponent):
    """A word while the server cannot be reached, and why; for pages that take no part in chats."""

    library = "$/whimsy/wire/Way.jsx"
    tag = "Way"

    def add_imports(self) -> dict[str, Any]:
        """As of a wire."""
        return {"": [_SEAM]}


def wire() -> rx.Component:
    """The one wire of a page."""
    return Wire.create(
        away=OnlineState.away,
        build=build(),
        phase=place_of(ChatState.phase),
        waiting=ChatState.phase == "loading",
    )


def way() -> rx.Component:
    """What a page has instead of a wire."""
    return Way.create()
