"""Keeps the page joined to `/whimsy`, so that the server knows it is there and hears it type."""

from __future__ import annotations

import reflex as rx

from whimsy.components.source import source
from whimsy.settings import build
from whimsy.states.online import OnlineState

source("socket.js")
source("build_core.js")
source("build.js")
source("hold_core.js")


class Wire(rx.NoSSRComponent):
    """Announces the connection's state as `whimsy:wire` on window; a word while it, or Redis, is `away`."""

    library = source("Wire.jsx")
    tag = "Wire"

    away: rx.Var[bool]
    build: rx.Var[str]


def wire() -> rx.Component:
    """The one wire of a page."""
    return Wire.create(away=OnlineState.away, build=build())
