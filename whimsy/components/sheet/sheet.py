"""A modal dialog. It is open while it is in the page; Esc and the browser's Back close it."""

from typing import Annotated

import reflex as rx

from whimsy.seam.pages import EventType


class Sheet(rx.Component):
    library = "$/whimsy/sheet/Sheet.jsx"
    tag = "Sheet"

    titled: rx.Var[str]
    on_close: Annotated[rx.EventHandler, rx.event.no_args_event_spec]


def sheet(*content: rx.Component, titled: str, on_close: EventType[()]) -> rx.Component:
    """titled: the id of the heading in `content`."""
    return Sheet.create(*content, titled=titled, on_close=on_close)
