"""A button, in Python as `Button.jsx` draws it in scripts."""

from typing import Any

import reflex as rx

from whimsy.seam.pages import EventType


def button(word: str, on_click: EventType[()], class_name: str = "quiet", **props: Any) -> rx.Component:
    """A button labelled `word`, which submits no form. props: further props of the element."""
    return rx.el.button(word, type="button", class_name=class_name, on_click=on_click, **props)
