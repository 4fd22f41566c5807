"""Keeps the page joined to `/whimsy`, so that the server knows it is there and hears it type."""

from __future__ import annotations

import reflex as rx

rx.asset("socket.js", shared=True)


class Wire(rx.NoSSRComponent):
    """Shows a word while the connection is lost, and announces its state as `whimsy:wire` on window."""

    library = rx.asset("Wire.jsx", shared=True).importable_path
    tag = "Wire"


def wire() -> rx.Component:
    """The one wire of a page."""
    return Wire.create()
