"""What must be in no log: everything a simulated visitor says, and every token, secret and id they hold.

`watch` is called once by conftest.py. From then on pages and tabs that talk to a served app, and calls of the
domain within this process, plant what passes through them; `leaks` searches any text for all of it.
"""

from __future__ import annotations

import base64
import functools
import json
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.load.tab import WhimsyTab
from whimsy import errors
from whimsy.moderation.report import Reason
from whimsy.moderation.reports import Reports
from whimsy.moderation.screens.screens import Screens
from whimsy.rooms.room import Rooms
from whimsy.stranger.page import FIELD, STORED, Page
from whimsy.visitors.identity import Identity, VisitorId

SHORTEST = 10
"""Characters. What is shorter may be in a log by chance."""
_SPOKEN = ("text", "words", "form", "room", "nonce", "vars", "reason")
"""Arguments of handlers that carry what is a visitor's own."""
_VOCABULARY = {*Reason}
_HELD = {*STORED, "room", "previous"}
_ADDRESS = re.compile(
    r"(?<![\w.])((?:\d{1,3}\.){3}\d{1,3})(?::(\d+))?(?![\w.]*\d)|(\[?(?:[0-9a-f]{1,4}:+){3,7}[0-9a-f]{1,4}\b)"
)

_planted: set[str] = set()
_said: list[str] = []


def plant(*values: object) -> None:
    """Remember every string among `values`, however deep, that is long enough to be recognised."""
    for value in values:
        if isinstance(value, str):
            if len(value.strip()) >= SHORTEST and value not in _VOCABULARY:
                _planted.add(value.strip())
        elif isinstance(value, dict):
            plant(*value.values())
        elif isinstance(value, (list, tuple)):
            plant(*value)


def heard(payload: object) -> None:
    """Plant what a page sent to a handler."""
    if isinstance(payload, dict):
        plant([payload.get(name) for name in _SPOKEN])


def shown(delta: object) -> None:
    """Plant what a page was given to hold: tokens, secrets, rooms, and the ids they stand for."""
    for values in delta.values() if isinstance(delta, dict) else ():
        held = {name.removesuffix(FIELD): value for name, value in values.items()}
        plant([held.get(name) for name in _HELD])
        visitor = visitor_of(held.get("visitor_token"))
        plant(visitor)
        if visitor and isinstance(secret := held.get("tab_secret"), str):
            plant(Identity(["any"]).tab(secret, VisitorId(visitor))[0].id)


def frame(text: object) -> None:
    """Plant what a browser's websocket carried: an event to the server, or an update from it."""
    if not isinstance(text, str) or not text.startswith("42"):
        return
    try:
        event = json.loads(text[text.index("[") :])
    except ValueError:
        return
    for part in event[1:]:
        update = json.loads(part) if isinstance(part, str) and part.startswith("{") else part
        if isinstance(update, list):
            plant(update)  # a post
        elif isinstance(update, dict):
            heard(update.get("payload"))
            shown(update.get("delta"))


def leaks(text: str, ports: Iterable[str] = ()) -> list[str]:
    """What in `text` was planted, or is an address; one with a port of `ports` is a server's own."""
    found = [planted for planted in _planted if planted in text]
    return found + [match[0] for match in _ADDRESS.finditer(text) if match[2] not in ports]


@contextmanager
def unplanted() -> Iterator[None]:
    """What is planted within is forgotten after: words of ours that a test took for a secret."""
    before = set(_planted)
    try:
        yield
    finally:
        _planted.intersection_update(before)


def taken() -> str:
    """All that was logged or raised in this process since it was last asked."""
    text = "\n".join(_said)
    _said.clear()
    return text


class _Ears(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        _said.append(self.format(record))


def watch() -> None:
    """Plant from now on, and keep what is logged and what errors say. Call once."""
    _first(Page, "_event", lambda _self, _name, payload: heard(payload))
    _first(Page, "_connect", lambda self: plant(self.token, self.local, self.session))
    _first(Page, "_on_event", lambda _self, update: shown(_parsed(update).get("delta")))
    _first(Page, "post", lambda _self, *said: plant(said))
    _first(WhimsyTab, "post", lambda self, *said: plant(self.room, said))
    _first(WhimsyTab, "_event", lambda self, _name, payload: (plant(self._token), heard(payload)))
    _first(WhimsyTab, "_take", lambda _self, _space, event, _now: shown(_parsed(event[-1]).get("delta")))
    _first(
        Rooms,
        "post",
        lambda _self, place, room, nonce, text, *_, **__: plant(place.tab.id, room, nonce, text),
    )
    _first(Reports, "file", lambda _self, _place, room, _reason, words="", *_: plant(room, words))
    _first(Screens, "look", lambda _self, message: plant(message.text))
    _first(
        errors.WhimsyError, "__init__", lambda error, *more: _said.append(f"{type(error).__name__} {more}")
    )
    ears = _Ears()
    ears.setFormatter(logging.Formatter("%(name)s: %(message)s"))
    logging.getLogger().addHandler(ears)
    logging.getLogger("whimsy").setLevel(logging.DEBUG)


def _first(owner: type, name: str, see: Callable[..., object]) -> None:
    """Have `see` called with the arguments of a method before the method itself."""
    method = getattr(owner, name)

    @functools.wraps(method)
    def watched(*args: Any, **named: Any) -> Any:
        see(*args, **named)
        return method(*args, **named)

    setattr(owner, name, watched)


def _parsed(update: object) -> dict[str, Any]:
    update = json.loads(update) if isinstance(update, str) and update.startswith("{") else update
    return update if isinstance(update, dict) else {}


def visitor_of(token: object) -> str:
    """The id a visitor's token carries, readable by whoever has the token."""
    if not isinstance(token, str):
        return ""
    part = token.partition(".")[0]
    try:
        visitor = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except ValueError:
        return ""
    return visitor if isinstance(visitor, str) else ""
