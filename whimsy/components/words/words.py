"""Every text that changes is alone in its element, so that a translated page stays a true one."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any

import reflex as rx
from reflex_base.components.component import BaseComponent
from reflex_components_core.base.bare import Bare
from reflex_components_core.core.foreach import Foreach

from whimsy.components.source import source

_ONLY_TEXT = ("option", "textarea", "title")
"""Elements that cannot hold another; nobody translates in them piece by piece."""


class Words(rx.Component):
    """`text` in an element of its own."""

    library = source("Words.jsx")
    tag = "Words"

    text: rx.Var[Any]


def words(text: rx.Var[Any]) -> rx.Component:
    """Text that changes."""
    return Words.create(text=text)


def alone(component: BaseComponent) -> BaseComponent:
    """Put every changing text beneath `component` in an element of its own; returns it.

    Reflex renders a text of the state as a bare text node. A page translation replaces such nodes, and React
    then writes into the detached ones (facebook/react#11538): the page would say for ever what was true once.
    """
    if isinstance(component, Foreach):
        component.render_fn = _like(component.render_fn)
        component.children = [component._render().render_component()]
        return component
    if getattr(component, "tag", None) not in _ONLY_TEXT:
        component.children[:] = [
            words(child.contents) if _changes(child) else alone(child) for child in component.children
        ]
    return component


def _like(row: Callable[..., Any]) -> Callable[..., Any]:
    """Render a row as `row` does, with its texts alone. Reflex reads the names of its parameters."""

    def rendered(*of: Any) -> BaseComponent:
        return alone(row(*of))

    rendered.__signature__ = signature(row)  # type: ignore[attr-defined]
    return rendered


def _changes(child: BaseComponent) -> bool:
    return isinstance(child, Bare) and not isinstance(child.contents, rx.vars.LiteralStringVar)
