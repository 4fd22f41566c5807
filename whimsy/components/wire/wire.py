"""Keeps the page joined to `/whimsy`, so that the server knows it is there and hears it type."""

from __future__ import annotations

import reflex as rx

from whimsy.settings import build
from whimsy.states.online import OnlineState

rx.asset("socket.js", shared=True)
rx.asset("build_core.js", shared=True)
rx.asset("build.js", shared=True)
rx.asset("hold_core.js", shared=True)


class Wire(rx.NoSSRComponent):
    """Announces the connection's state as `whimsy:wire` on window; a word while it, or Redis, is `away`."""

    library = rx.asset("Wire.jsx", shared=True).importable_path
    tag = "Wire"

    away: rx.Var[bool]
    build: rx.Var[str]


def wire() -> rx.Component:
    """The one wire of a page."""
    return Wire.create(away=OnlineState.away, build=build())
