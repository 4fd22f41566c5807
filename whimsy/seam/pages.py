"""What pages are compiled of, beyond what Reflex documents."""

from collections.abc import Callable
from inspect import signature
from typing import Any

import reflex as rx
from reflex.style import color_mode, resolved_color_mode, set_color_mode
from reflex.utils.prerequisites import get_web_dir
from reflex_base.components.component import BaseComponent
from reflex_base.event import EventType
from reflex_components_core.base.bare import Bare
from reflex_components_core.base.fragment import Fragment
from reflex_components_core.core.banner import has_connection_errors
from reflex_components_core.core.foreach import Foreach

from whimsy.seam.contract import Changed

__all__ = [
    "BaseComponent",
    "EventType",
    "Fragment",
    "color_mode",
    "get_web_dir",
    "has_connection_errors",
    "resolved_color_mode",
    "set_color_mode",
]


def without_overlay(app: rx.App) -> None:
    """Leave out Reflex's notices about the connection; raises Changed."""
    if app.app_wraps.pop((5, "Overlay"), None) is None:
        raise Changed("reflex", 'has no app_wraps[5, "Overlay"]')


def changing_text(component: BaseComponent) -> rx.Var[Any] | None:
    """The text of a text node that shows a var of a state; None for anything else."""
    if isinstance(component, Bare) and not isinstance(component.contents, rx.vars.LiteralStringVar):
        text: rx.Var[Any] = component.contents
        return text
    return None


def change_rows(component: BaseComponent, change: Callable[[BaseComponent], BaseComponent]) -> bool:
    """Render every row of a foreach as `change` makes it; returns whether `component` is one."""
    if not isinstance(component, Foreach):
        return False
    row = component.render_fn

    def rendered(*of: Any) -> BaseComponent:
        return change(row(*of))

    rendered.__signature__ = signature(row)  # type: ignore[attr-defined]  # Reflex reads the parameters' names
    component.render_fn = rendered
    component.children = [component._render().render_component()]
    return True
