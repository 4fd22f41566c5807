"""What a visitor wishes for, parsed from their clicks, and remembered by their browser."""

import json
from contextlib import suppress

import reflex as rx

from whimsy.errors import Malformed
from whimsy.lobby.ticket import MAX_TYPED, Wishes, parse_cell, parse_interests, parse_language
from whimsy.settings import settings
from whimsy.storage.keys import TEXT


class WishState(rx.State):
    """Mode, interests and language. Malformed input changes nothing."""

    remembered: str = rx.LocalStorage("", name="whimsyWishes")

    mode: rx.Field[str] = rx.field(TEXT)
    interests: rx.Field[list[str]] = rx.field(default_factory=list)
    language: rx.Field[str] = rx.field("")

    @rx.event
    def add_interests(self, text: object) -> None:
        """Add one or several interests, separated by commas."""
        if not isinstance(text, str):
            return
        with suppress(Malformed):
            tags = [*self.interests, *text[:MAX_TYPED].split(",")[:50]]
            self.interests = list(parse_interests(tags, settings()))
            self._remember()

    @rx.event
    def remove_interest(self, tag: object) -> None:
        """Take one interest back."""
        self.interests = [kept for kept in self.interests if kept != tag]
        self._remember()

    @rx.event
    def choose_language(self, code: object) -> None:
        """Ask for partners of a language first; "" for any."""
        with suppress(Malformed):
            self.language = parse_language(code)
            self._remember()

    @rx.event
    def choose_mode(self, mode: object) -> None:
        """Choose text or video."""
        with suppress(Malformed):
            self.mode = parse_cell(mode)

    def _remember(self) -> None:
        self.remembered = json.dumps({"interests": self.interests, "language": self.language})


def wished(by: WishState, accept_language: str) -> Wishes:
    """The wishes of a ticket. The browser's language is only preferred, unless the visitor asks for one."""
    interests = parse_interests(list(by.interests), settings())
    return Wishes(interests, by.language or parse_language(accept_language), wished=bool(by.language))


def recall(by: WishState) -> None:
    """Take the wishes that the browser kept, and nothing else that is in there."""
    with suppress(ValueError, TypeError, KeyError, RecursionError, Malformed):
        kept = json.loads(str(by.remembered)[:2000])
        by.interests = list(parse_interests(kept["interests"], settings()))
        by.language = parse_language(kept["language"])
