"""Every text that changes is alone in its element, so that a translated page stays a true one."""

from typing import Any, TypeVar

import reflex as rx

from whimsy.seam.pages import BaseComponent, change_rows, changing_text

C = TypeVar("C", bound=BaseComponent)
_ONLY_TEXT = ("option", "textarea", "title")
"""Elements that cannot hold another; nobody translates in them piece by piece."""


class Words(rx.Component):
    """`text` in an element of its own."""

    library = "$/whimsy/words/Words.jsx"
    tag = "Words"

    text: rx.Var[Any]


def words(text: rx.Var[Any]) -> rx.Component:
    """Text that changes."""
    return Words.create(text=text)


def alone(component: C) -> C:
    """Put every changing text beneath `component` in an element of its own; returns it.

    Reflex renders a text of the state as a bare text node. A page translation replaces such nodes, and React
    then writes into the detached ones (facebook/react#11538): the page would say for ever what was true once.
    """
    if not change_rows(component, alone) and getattr(component, "tag", None) not in _ONLY_TEXT:
        component.children[:] = [
            alone(child) if (text := changing_text(child)) is None else words(text)
            for child in component.children
        ]
    return component
