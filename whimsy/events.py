"""What can happen: the closed vocabulary of events, from Redis to a tab's view.

The Lua step that made an event true publishes it to the process that holds the tab's socket, which applies it
to the tab's view. Unknown types are refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from whimsy.errors import Malformed

Seat = str
"""Which side of a room somebody is: "a" or "b", or "q" for who asked the question that they discuss."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a room's log, from which views are folded.

    seq: counts from 1 without gaps; kind: "text", "system" or "reaction"; seat: whose line it is, "" for the
    room itself; text: of a message, a topic or a question; to: the seq of the message that this one answers,
    or that the reaction is on, 0 for none; code: of a reaction, its name, "" if it is taken back; of a system
    line, "connected", "away", "back", "left", "topic", "question", "asker_left", "video_offered",
    "video_declined", "video_on", "video_stopped", "again" when both would like to meet again, or "lost",
    which a view adds itself when the store lost the room; call: its number, with "video_on"; rest: until when
    the side of a failed offer may not ask for video again, unix ms, 0 if it may, -1 for not in this chat.
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
    to: int = 0

    @classmethod
    def parse(cls, raw: dict[str, Any]) -> Entry:
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
                to=int(raw.get("to", 0)),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise Malformed from error


@dataclass(frozen=True, slots=True)
class Paired:
    """Two tickets became this room, or three with that of a question. ticket, seat: the receiving tab's own.

    call: the number of the call that begins with the room, 0 if none does.
    """

    room: str
    ticket: str
    seat: Seat
    entry: Entry
    call: int = 0


@dataclass(frozen=True, slots=True)
class Appended:
    """The log of the room has a new line."""

    room: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class PartnerTyping:
    """The other side pressed a key a moment ago. It is not stored, and may be lost."""

    room: str


@dataclass(frozen=True, slots=True)
class SignalSent:
    """The other side's browser signals something about the call. It is neither stored nor logged."""

    room: str
    signal: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Captioned:
    """What the other side says aloud, as their browser wrote it down. It is not stored, and may be lost."""

    room: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Nudged:
    """The last message is worth a word of care to its reader. It is not stored, and may be lost."""

    room: str
    code: str


@dataclass(frozen=True, slots=True)
class Displaced:
    """A newer connection holds the tab."""


@dataclass(frozen=True, slots=True)
class StandingChanged:
    """The standing of the visitor changed, and perhaps where the tab is."""


@dataclass(frozen=True, slots=True)
class Stale:
    """Something may have been missed, so the view needs a new snapshot."""


Event = (
    Paired | Appended | PartnerTyping | SignalSent | Captioned | Nudged | Displaced | StandingChanged | Stale
)


def parse(raw: dict[str, Any], tab: str) -> Event:
    """Read a published event as `tab` should see it; raises Malformed."""
    try:
        match raw["type"]:
            case "paired":
                seat = {raw["a"]: "a", raw["b"]: "b"}.get(tab, "q")
                ticket = str(raw["tickets"][tab])
                entry = Entry.parse(raw["entry"])
                return Paired(str(raw["room"]), ticket, seat, entry, int(raw.get("call", 0)))
            case "appended":
                return Appended(str(raw["room"]), Entry.parse(raw["entry"]))
            case "typing":
                return PartnerTyping(str(raw["room"]))
            case "signal":
                return SignalSent(str(raw["room"]), str(raw["signal"]))
            case "caption":
                return Captioned(str(raw["room"]), str(raw["text"]))
            case "nudged":
                return Nudged(str(raw["room"]), str(raw["code"]))
            case "displaced":
                return Displaced()
            case "sanctioned":
                return StandingChanged()
    except (KeyError, TypeError, ValueError) as error:
        raise Malformed from error
    raise Malformed
