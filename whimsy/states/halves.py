"""The halves of reunions that a browser keeps, each of a stranger whom its visitor would like to meet again.

They are kept as JSON, a list with the newest last.
"""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypedDict

from whimsy.storage.keys import RoomId

MOST = 5
"""Halves that are kept, the newest ones."""
_LONGEST = 10_000


class Half(TypedDict):
    """half: its token; room: where the two met; met: when, and until: until when, seconds since 1970."""

    half: str
    room: str
    met: int
    until: int


def keep(kept: str, room: RoomId, make: Callable[[], str], until: int) -> str:
    """Add the half of `room`, which `make` makes, unless it is there; returns what the browser keeps then."""
    halves = _read(kept)
    if any(one["room"] == room for one in halves):
        return kept
    return json.dumps([*halves, Half(half=make(), room=room, met=int(time.time()), until=until)][-MOST:])


def drop(kept: str, half: object) -> str:
    """Remove one half; returns what the browser keeps then."""
    return json.dumps([one for one in _read(kept) if one["half"] != half])


def _read(kept: str) -> list[Half]:
    """What the browser kept and can still be used. A browser may have kept anything; that is left out."""
    with suppress(ValueError, TypeError, KeyError, RecursionError):
        halves = [
            Half(half=str(one["half"]), room=str(one["room"]), met=int(one["met"]), until=int(one["until"]))
            for one in json.loads(kept[:_LONGEST] or "[]")
        ]
        return [one for one in halves if one["until"] > time.time()]
    return []
