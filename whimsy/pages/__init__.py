"""The pages of Whimsy, one file each, and their routes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import reflex as rx

from whimsy.components.first import first
from whimsy.components.words import alone
from whimsy.pages.appeal import appeal
from whimsy.pages.contact import contact
from whimsy.pages.desk import desk
from whimsy.pages.index import index
from whimsy.pages.nowhere import nowhere
from whimsy.pages.privacy import privacy
from whimsy.pages.rules import rules
from whimsy.pages.safety import safety
from whimsy.seam.pages import EventType, Fragment
from whimsy.states.appeal import AppealState
from whimsy.states.chat import ChatState
from whimsy.states.desk.entrance import EntranceState
from whimsy.states.site import SiteState
from whimsy.states.terms import TermsState

_DESCRIPTION = "Talk to a random stranger. No account, no names; leave any time."
_UNLISTED = [{"name": "robots", "content": "noindex, nofollow"}]


def head() -> list[rx.Component]:
    """What the head of every page has beside its title."""
    return [
        first(),
        # A phone's keyboard shrinks the page, so that the composer stays above it.
        rx.el.meta(
            name="viewport",
            content="width=device-width, initial-scale=1, viewport-fit=cover, "
            "interactive-widget=resizes-content",
        ),
        _theme_color("light", "#FBFAF7"),
        _theme_color("dark", "#14111D"),
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.link(rel="apple-touch-icon", href="/apple-touch-icon.png"),
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
        rx.el.link(
            rel="preload",
            href="/fonts/figtree-latin.woff2",
            custom_attrs={"as": "font", "type": "font/woff2", "crossOrigin": "anonymous"},
        ),
    ]


def add_pages(app: rx.App) -> None:
    """Register every page with its route, its title, and the handlers that run when it is opened."""
    app.head_components += head()
    _add(app, index, "/", "Whimsy", [ChatState.arrive, TermsState.tell], image="/screenshot.png")
    _add(app, rules, "/rules", "Rules · Whimsy", TermsState.tell)
    _add(app, safety, "/safety", "Safety · Whimsy")
    _add(app, privacy, "/privacy", "Privacy · Whimsy", TermsState.tell)
    _add(app, contact, "/contact", "Contact · Whimsy", SiteState.introduce)
    _add(app, appeal, "/appeal", "Appeal · Whimsy", AppealState.arrive, meta=_UNLISTED)
    _add(app, desk, "/desk", "Desk · Whimsy", EntranceState.arrive, "moderator", meta=_UNLISTED)
    _add(app, nowhere, "404", "Nothing here · Whimsy")


def _add(
    app: rx.App,
    page: Callable[[], rx.Component],
    route: str,
    title: str,
    on_load: EventType[()] | None = None,
    styles: str = "visitor",
    **more: Any,
) -> None:
    """Add `page` with the stylesheet `styles`, and with its changing texts safe from translation (`alone`)."""

    class Styled(Fragment):
        def add_imports(self) -> dict[str, Any]:
            return {"": [f"$/public/styles/{styles}.css"]}

    shown = wraps(page)(lambda: Styled.create(alone(page())))
    app.add_page(shown, route=route, title=title, description=_DESCRIPTION, on_load=on_load, **more)


def _theme_color(scheme: str, color: str) -> rx.Component:
    # Reflex knows no `media` on meta and would make it a style.
    return rx.el.meta(
        name="theme-color", content=color, custom_attrs={"media": f"(prefers-color-scheme: {scheme})"}
    )
