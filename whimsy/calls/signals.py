"""What two browsers tell each other to set up a call, checked on its way from one to the other.

A signal says of which room and which call (a number that grows each time the call is set up anew) it speaks,
so that one that comes late reaches nobody. It is read here, and rebuilt for the partner: nothing that isn't
named below gets through. How a socket's process uses it, for each thing its tab says:

    pace.spend(way_of(raw))                   # before reading: nonsense costs as much as sense
    signal = parse_signal(raw, policy)        # policy: of the tab that speaks
    negotiation.say(signal)                   # the tab's own, of this room and call
    if wire := signal.wire(): …               # to the partner, and there negotiation.hear(signal)

No exception, and no repr, holds any part of what was said: descriptions and candidates name addresses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from whimsy.calls.candidate import Policy, kind_of, parse_candidate
from whimsy.calls.sdp import MID, SDP_TYPES, Sdp, SdpType, parse_sdp
from whimsy.errors import Malformed
from whimsy.storage.keys import RoomId, parse_room

MAX_CALL = 10_000
MAX_SEQ = 1_000_000


@dataclass(frozen=True, slots=True)
class Ready:
    """This side listens and agrees to a call."""

    kind: ClassVar[str] = "ready"

    def wire(self) -> dict[str, Any]:
        """As the partner gets it."""
        return {}


@dataclass(frozen=True, slots=True)
class Description:
    """An offer or an answer."""

    kind: ClassVar[str] = "description"
    type: SdpType
    sdp: Sdp

    def wire(self) -> dict[str, Any]:
        """As the partner gets it."""
        return {"type": self.type, "sdp": self.sdp.text}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to reach the sender. "" is the end of candidates, None is one withheld by the policy.

    way: its kind, "" of the end; also of one withheld.
    """

    kind: ClassVar[str] = "candidate"
    candidate: str | None = field(repr=False)
    mid: str | None
    line: int | None
    way: str = ""

    def wire(self) -> dict[str, Any] | None:
        """As the partner gets it; None if they don't."""
        if self.candidate is None:
            return None
        return {"candidate": self.candidate, "sdpMid": self.mid, "sdpMLineIndex": self.line}


@dataclass(frozen=True, slots=True)
class Media:
    """What the sender has switched on."""

    kind: ClassVar[str] = "media"
    mic: bool
    cam: bool
    screen: bool

    def wire(self) -> dict[str, Any]:
        """As the partner gets it."""
        return {"mic": self.mic, "cam": self.cam, "screen": self.screen}


@dataclass(frozen=True, slots=True)
class Bye:
    """The call is over; the room is not."""

    kind: ClassVar[str] = "bye"

    def wire(self) -> dict[str, Any]:
        """As the partner gets it."""
        return {}


Body = Ready | Description | Candidate | Media | Bye


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing said about call number `call` of a room, the `seq`-th by its sender."""

    room: RoomId
    call: int
    seq: int
    body: Body

    @property
    def kind(self) -> str:
        """What it is, as on the wire."""
        return self.body.kind

    def wire(self) -> dict[str, Any] | None:
        """What the partner gets: known fields only, fit for JSON; None if the policy withholds it.

        What is withheld counts all the same, and its sender isn't told.
        """
        body = self.body.wire()
        if body is None:
            return None
        return {"room": self.room, "call": self.call, "seq": self.seq, "kind": self.kind, "body": body}


def parse_signal(raw: object, policy: Policy, *, loopback: bool = False) -> Signal:
    """Read what a browser sent for its partner; raises Malformed. loopback: see `parse_candidate`."""
    room, call, seq, kind, body = _fields(raw, "room", "call", "seq", "kind", "body")
    return Signal(
        parse_room(room),
        _number(call, 1, MAX_CALL),
        _number(seq, 1, MAX_SEQ),
        _body(kind, body, policy, loopback),
    )


def _body(kind: object, raw: object, policy: Policy, loopback: bool) -> Body:
    match kind:
        case "ready":
            _fields(raw)
            return Ready()
        case "description":
            return _description(_fields(raw, "type", "sdp"), policy, loopback)
        case "candidate":
            return _candidate(_fields(raw, "candidate", "sdpMid", "sdpMLineIndex"), policy, loopback)
        case "media":
            return Media(*(_flag(value) for value in _fields(raw, "mic", "cam", "screen")))
        case "bye":
            _fields(raw)
            return Bye()
    raise Malformed


def _description(said: tuple[object, ...], policy: Policy, loopback: bool) -> Description:
    kind, sdp = said
    for known in SDP_TYPES:
        if kind == known and isinstance(sdp, str):
            return Description(known, parse_sdp(sdp, known, policy, loopback=loopback))
    raise Malformed


def _candidate(said: tuple[object, ...], policy: Policy, loopback: bool) -> Candidate:
    raw, mid, line = said
    if not isinstance(raw, str):
        raise Malformed
    if mid is not None and not (isinstance(mid, str) and MID.fullmatch(mid)):
        raise Malformed
    number = None if line is None else _number(line, 0, 1)
    if not raw:
        return Candidate("", mid, number)
    if mid is None and number is None:  # of nothing (WebRTC, addIceCandidate)
        raise Malformed
    return Candidate(parse_candidate(raw, policy, loopback=loopback), mid, number, kind_of(raw))


def way_of(raw: object) -> str:
    """The kind of candidate that something unread claims to be; "" if it claims to be none."""
    body = raw.get("body") if isinstance(raw, dict) and raw.get("kind") == "candidate" else None
    return kind_of(body.get("candidate")) if isinstance(body, dict) else ""


def _fields(raw: object, *names: str) -> tuple[object, ...]:
    if not isinstance(raw, dict) or raw.keys() != set(names):
        raise Malformed
    return tuple(raw[name] for name in names)


def _number(raw: object, least: int, most: int) -> int:
    if type(raw) is int and least <= raw <= most:  # a bool is an int as well, to Python
        return raw
    raise Malformed


def _flag(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    raise Malformed
