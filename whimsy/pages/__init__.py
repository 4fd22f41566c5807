"""The routes of Whimsy, one file each."""

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
from whimsy.seam.pages import Fragment
from whimsy.states.appeal import AppealState
from whimsy.states.chat import ChatState
from whimsy.states.desk.entrance import EntranceState
from whimsy.states.site import SiteState
from whimsy.states.terms import TermsState

_DESCRIPTION = "Talk to a random stranger. No account, no names; leave any time."


def head() -> list[rx.Component]:
    """What every page's head needs beside its title."""
    return [
        first(),
        # The keyboard shrinks the page, so that the composer stays above it.
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
    """Register every route with what it looks like and what it does on arrival."""
    app.head_components += head()
    app.add_page(
        _told(index),
        route="/",
        title="Whimsy",
        description=_DESCRIPTION,
        image="/screenshot.png",
        on_load=[ChatState.arrive, TermsState.tell],
    )
    for words, title in (
        (rules, "Rules"),
        (safety, "Safety"),
        (privacy, "Privacy"),
    ):
        app.add_page(
            _told(words),
            route=f"/{words.__name__}",
            title=f"{title} · Whimsy",
            description=_DESCRIPTION,
            on_load=TermsState.tell if words is not safety else None,
        )
    app.add_page(_told(nowhere), route="404", title="Nothing here · Whimsy", description=_DESCRIPTION)
    app.add_page(
        _told(contact),
        route="/contact",
        title="Contact · Whimsy",
        description=_DESCRIPTION,
        on_load=SiteState.introduce,
    )
    for private, title, arrive in (
        (appeal, "Appeal", AppealState.arrive),
        (desk, "Desk", EntranceState.arrive),
    ):
        app.add_page(
            _told(private, "moderator" if private is desk else "visitor"),
            route=f"/{private.__name__}",
            title=f"{title} · Whimsy",
            description=_DESCRIPTION,
            on_load=arrive,
            meta=[{"name": "robots", "content": "noindex, nofollow"}],
        )


def _told(page: Callable[[], rx.Component], seen_by: str = "visitor") -> Callable[[], rx.Component]:
    """Let `page` stay true while something translates it, and load the stylesheet of who sees it."""

    class Looks(Fragment):
        def add_imports(self) -> dict[str, Any]:
            return {"": [f"$/public/styles/{seen_by}.css"]}

    return wraps(page)(lambda: Looks.create(alone(page())))


def _theme_color(scheme: str, color: str) -> rx.Component:
    # Reflex knows no `media` on meta and would make it a style.
    return rx.el.meta(
        name="theme-color", content=color, custom_attrs={"media": f"(prefers-color-scheme: {scheme})"}
    )
