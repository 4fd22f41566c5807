"""What can happen: the closed vocabulary that travels up from Redis to the states.

An event is published by the Lua step that made it true, reaches the process that holds the
tab's socket, and is applied to that tab's view. Unknown types are refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from whimsy.errors import Malformed

Seat = str
"""Which side of a room a participant sits on: "a" or "b"."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a room's log. The log is the truth of the room; views are folded from it.

    seq counts from 1 without gaps; kind is "text" or "system"; seat says whose line it is
    ("" for the room itself); code names a system line: connected, away, back, left, video_offered,
    video_declined, video_on (with the number of the call), video_stopped; and lost, which a view adds
    itself when the store forgot the room. rest, on what became of an offer of video: until when its side may
    not ask again, unix ms; 0 when it may, -1 for the rest of the chat.
    """

    seq: int
    kind: str
    seat: Seat
    at: int
    text: str = ""
    nonce: str = ""
    code: str = ""
    shared: tuple[str, ...] = ()
    reason: str = ""
    call: int = 0
    rest: int = 0

    @classmethod
    def parse(cls, raw: dict[str, Any]) -> Entry:
        """Read an entry from the JSON the Lua steps write; raises Malformed."""
        try:
            return cls(
                seq=int(raw["seq"]),
                kind=str(raw["kind"]),
                seat=str(raw.get("seat", "")),
                at=int(raw["at"]),
                text=str(raw.get("text", "")),
                nonce=str(raw.get("nonce", "")),
                code=str(raw.get("code", "")),
                # Lua cannot tell an empty list from an empty table and writes {}.
                shared=tuple(str(tag) for tag in raw.get("shared") or ()),
                reason=str(raw.get("reason", "")),
                call=int(raw.get("call", 0)),
                rest=int(raw.get("rest", 0)),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise Malformed from error


@dataclass(frozen=True, slots=True)
class Paired:
    """Two tickets became this room; `ticket` and `seat` are the receiving tab's own.

    `call` is the number of the call that begins with the room, 0 if none does.
    """

    room: str
    ticket: str
    seat: Seat
    entry: Entry
    call: int = 0


@dataclass(frozen=True, slots=True)
class Appended:
    """The room's log grew by one entry: a message, or somebody away, back or gone."""

    room: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class PartnerTyping:
    """The other side pressed a key a moment ago. Never stored, may be lost."""

    room: str


@dataclass(frozen=True, slots=True)
class SignalSent:
    """The other side's browser says something about the call of `room`. Never stored, never logged."""

    room: str
    signal: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Nudged:
    """What the other side just wrote is worth a word of care to its reader. Never stored, may be lost."""

    room: str
    code: str


@dataclass(frozen=True, slots=True)
class Displaced:
    """A newer connection of the same tab took over."""


@dataclass(frozen=True, slots=True)
class StandingChanged:
    """What the visitor may do changed: look at their standing, and at where the tab is now."""


@dataclass(frozen=True, slots=True)
class Stale:
    """Something was missed: rebuild the view from a snapshot."""


Event = Paired | Appended | PartnerTyping | SignalSent | Nudged | Displaced | StandingChanged | Stale


def parse(raw: dict[str, Any], tab: str) -> Event:
    """Read one published event as the tab `tab` should see it; raises Malformed."""
    try:
        match raw["type"]:
            case "paired":
                seat = "a" if raw["a"] == tab else "b"
                ticket = str(raw["tickets"][tab])
                entry = Entry.parse(raw["entry"])
                return Paired(str(raw["room"]), ticket, seat, entry, int(raw.get("call", 0)))
            case "appended":
                return Appended(str(raw["room"]), Entry.parse(raw["entry"]))
            case "typing":
                return PartnerTyping(str(raw["room"]))
            case "signal":
                return SignalSent(str(raw["room"]), str(raw["signal"]))
            case "nudged":
                return Nudged(str(raw["room"]), str(raw["code"]))
            case "displaced":
                return Displaced()
            case "sanctioned":
                return StandingChanged()
    except (KeyError, TypeError, ValueError) as error:
        raise Malformed from error
    raise Malformed
