"""Puts every changing text into an element of its own, so that it still changes on a translated page."""

from typing import Any, TypeVar

import reflex as rx

from whimsy.seam.pages import BaseComponent, change_rows, changing_text

C = TypeVar("C", bound=BaseComponent)
_ONLY_TEXT = ("option", "textarea", "title")
"""Elements that may contain only text. A page translation replaces their text as a whole."""


class Words(rx.Component):
    library = "$/whimsy/words/Words.jsx"
    tag = "Words"

    text: rx.Var[Any]


def alone(component: C) -> C:
    """Wrap every changing text below `component`, in place; returns it.

    Reflex renders a var as a bare text node. A page translation replaces such nodes, while React goes on
    writing into the detached ones (facebook/react#11538), so that the page would show old text for ever.
    """
    if not change_rows(component, alone) and getattr(component, "tag", None) not in _ONLY_TEXT:
        component.children[:] = [
            alone(child) if (text := changing_text(child)) is None else Words.create(text=text)
            for child in component.children
        ]
    return component
