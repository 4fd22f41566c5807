"""The names of everything Whimsy keeps in Redis, built in one place.

A cell's keys are made inside its Lua steps from the cell's own key; what is named here is the rest.
Ids are validated before they become a part of a key: a `*`, a colon or a newline never gets that far.
"""

import re
import secrets
from typing import NewType

from whimsy.errors import Malformed

Cell = NewType("Cell", str)
"""A pool of people who can meet: the mode, later with a region. Names a Redis slot."""

TEXT = Cell("text")
VOICE = Cell("voice")
VIDEO = Cell("video")
QUESTION = Cell("question")
"""Two talk about a question that a third asked, who watches."""
CELLS = (TEXT, VOICE, VIDEO, QUESTION)
CALLS = (VOICE, VIDEO)
"""Whoever searches in one of these has agreed to a call."""

RoomId = NewType("RoomId", str)
"""One conversation: "<cell>-<128 random bits>". New each time, so nothing said in another hits it."""

_ROOM = re.compile(r"(text|voice|video|question)-[A-Za-z0-9_-]{22}")
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")

ONLINE = "whimsy:online"
"""ZSET: visitor -> the moment they no longer count as here."""


def cell_key(cell: Cell) -> str:
    """The key that names a cell's slot; every key of the cell starts with it."""
    return f"whimsy:{{{cell}}}"


def cell_of(room: RoomId) -> Cell:
    return Cell(room.split("-", 1)[0])


def new_room(cell: Cell) -> RoomId:
    """A fresh, unguessable room id."""
    return RoomId(f"{cell}-{secrets.token_urlsafe(16)}")


def parse_room(raw: object) -> RoomId:
    """Read a room id a browser named; raises Malformed."""
    if isinstance(raw, str) and _ROOM.fullmatch(raw):
        return RoomId(raw)
    raise Malformed


def active_tab_key(person: str) -> str:
    """STRING: the person's active tab, and its cell."""
    return f"whimsy:{{seat:{person}}}"


def flood_key(who: str, what: str) -> str:
    """SET: the rooms in which a visitor, or an address, said what this digest stands for."""
    return f"whimsy:{{flood:{who}}}:{what.replace(' ', '_')}"


def proof_key(who: str, what: str) -> str:
    """STRING: what a visitor, or an address, has to do with proofs: pass, wanted, solved, used:<digest>."""
    return f"whimsy:{{proof:{who}}}:{what}"


def skips_key(visitor: str) -> str:
    """HASH: how many short chats a visitor just had, and until when they wait for that."""
    return f"whimsy:{{skips:{visitor}}}"


def shunned_key(visitor: str) -> str:
    """SET: the rooms in which others ended a call with this visitor at once."""
    return f"whimsy:{{shunned:{visitor}}}"


def invitation_key(invitation: str) -> str:
    """SET: the two visitors who use an invitation."""
    return f"whimsy:{{invitation:{invitation}}}"


def inbox_channel(inbox: str) -> str:
    """The channel on which a process hears what happened to its tabs."""
    return f"whimsy:inbox:{inbox}"


def budget_key(kind: str, whose: str, who: str) -> str:
    """STRING: when a budget will be whole again; `whose` is "visitor" or "address". Raises Malformed."""
    if not _ID.fullmatch(who):
        raise Malformed
    return f"whimsy:{{budget:{kind}:{whose}:{who}}}"
