"""A native dialog over everything else: the rest of the page is out of reach until it is closed."""

from typing import Annotated

import reflex as rx

from whimsy.seam.pages import EventType


class Sheet(rx.Component):
    """Open while it is on the page. Esc and Back close it."""

    library = "$/whimsy/sheet/Sheet.jsx"
    tag = "Sheet"

    titled: rx.Var[str]
    on_close: Annotated[rx.EventHandler, rx.event.no_args_event_spec]


def sheet(*content: rx.Component, titled: str, on_close: EventType[()]) -> rx.Component:
    """Lay `content` over the page; `titled` is the id of its heading."""
    return Sheet.create(*content, titled=titled, on_close=on_close)
