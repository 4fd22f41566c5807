"""A visitor's wishes for a partner, kept by their browser."""

import json
from contextlib import suppress

import reflex as rx

from whimsy.errors import Malformed
from whimsy.lobby.ticket import MAX_TYPED, Wishes, parse_cell, parse_interests, parse_language
from whimsy.settings import settings
from whimsy.storage.keys import TEXT


class WishState(rx.State):
    """Malformed input changes nothing.

    invitation: to meet somebody one knows; half: to meet somebody again; both "" to meet a stranger.
    question: that the visitor asks in question mode, "" to discuss one.
    """

    remembered: str = rx.LocalStorage("", name="whimsyWishes")
    invitation: rx.Field[str] = rx.field(rx.SessionStorage("", name="whimsyInvitation"))
    half: rx.Field[str] = rx.field(rx.SessionStorage("", name="whimsyHalf"))
    question: rx.Field[str] = rx.field(rx.SessionStorage("", name="whimsyQuestion"))

    mode: rx.Field[str] = rx.field(TEXT)
    interests: rx.Field[list[str]] = rx.field(default_factory=list)
    language: rx.Field[str] = rx.field("")

    @rx.event
    def add_interests(self, text: object) -> None:
        """Add interests. text: one, or several separated by commas."""
        if not isinstance(text, str):
            return
        with suppress(Malformed):
            tags = [*self.interests, *text[:MAX_TYPED].split(",")[:50]]
            self.interests = list(parse_interests(tags, settings()))
            self._remember()

    @rx.event
    def remove_interest(self, tag: object) -> None:
        self.interests = [kept for kept in self.interests if kept != tag]
        self._remember()

    @rx.event
    def choose_language(self, code: object) -> None:
        """Prefer partners who speak the language `code`, or "" for any."""
        with suppress(Malformed):
            self.language = parse_language(code)
            self._remember()

    @rx.event
    def choose_mode(self, mode: object) -> None:
        with suppress(Malformed):
            self.mode = parse_cell(mode)

    def _remember(self) -> None:
        self.remembered = json.dumps({"interests": self.interests, "language": self.language})


def wished(by: WishState, accept_language: str) -> Wishes:
    """The wishes for a ticket. Without a chosen language, the browser's is preferred, but not wished for."""
    interests = parse_interests(list(by.interests), settings())
    language = by.language or parse_language(accept_language)
    return Wishes(interests, language, wished=bool(by.language), question=str(by.question))


def recall(by: WishState) -> None:
    """Parse the wishes that the browser kept. What is malformed is ignored."""
    with suppress(ValueError, TypeError, KeyError, RecursionError, Malformed):
        kept = json.loads(str(by.remembered)[:2000])
        by.interests = list(parse_interests(kept["interests"], settings()))
        by.language = parse_language(kept["language"])
