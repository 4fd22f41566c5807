"""Signals: what two browsers tell each other to set up a call, checked on the way.

A signal names its room and its call, whose number grows each time the call is set up anew, so that a late one
reaches nobody. It is read here and rebuilt for the partner: only what is named below gets through. The
process of the sender does this with each signal:

    pace.spend(way_of(raw))                   # before it is read, as nonsense costs as much
    signal = parse_signal(raw, policy)        # policy: of the sender
    negotiation.say(signal)                   # the sender's, of this call
    if wire := signal.wire(): …               # to the partner, whose process calls negotiation.hear

No exception and no repr holds any part of it, as descriptions and candidates name addresses.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from whimsy.calls.attributes import MID
from whimsy.calls.candidate import Policy, kind_of, parse_candidate
from whimsy.calls.sdp import SDP_TYPES, Sdp, SdpType, parse_sdp
from whimsy.errors import Malformed
from whimsy.storage.keys import VOICE, RoomId, cell_of, parse_room

MAX_CALL = 10_000
MAX_SEQ = 1_000_000
Reveal = Literal["voice", "blurred", "clear"]
_REVEALS: tuple[Reveal, ...] = ("voice", "blurred", "clear")


@dataclass(frozen=True, slots=True)
class Ready:
    """The sender listens, and agrees to the call."""

    kind: ClassVar[str] = "ready"

    def wire(self) -> dict[str, Any]:
        return {}


@dataclass(frozen=True, slots=True)
class Description:
    kind: ClassVar[str] = "description"
    type: SdpType
    sdp: Sdp

    def wire(self) -> dict[str, Any]:
        return {"type": self.type, "sdp": self.sdp.text}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to reach the sender. candidate: "" for the end of candidates, None if the policy withholds it.

    way: its kind, also of one that is withheld; "" for the end.
    """

    kind: ClassVar[str] = "candidate"
    candidate: str | None = field(repr=False)
    mid: str | None
    line: int | None
    way: str = ""

    def wire(self) -> dict[str, Any] | None:
        if self.candidate is None:
            return None
        return {"candidate": self.candidate, "sdpMid": self.mid, "sdpMLineIndex": self.line}


@dataclass(frozen=True, slots=True)
class Media:
    """What the sender has switched on. reveal: how much of themselves the two show each other at most."""

    kind: ClassVar[str] = "media"
    mic: bool
    cam: bool
    screen: bool
    reveal: Reveal = "clear"

    def wire(self) -> dict[str, Any]:
        told = {"mic": self.mic, "cam": self.cam, "screen": self.screen}
        return told if self.reveal == "clear" else {**told, "reveal": self.reveal}


@dataclass(frozen=True, slots=True)
class Bye:
    """The call is over; the room is not."""

    kind: ClassVar[str] = "bye"

    def wire(self) -> dict[str, Any]:
        return {}


Body = Ready | Description | Candidate | Media | Bye


@dataclass(frozen=True, slots=True)
class Signal:
    """The `seq`-th signal of its sender about call number `call` of a room."""

    room: RoomId
    call: int
    seq: int
    body: Body

    @property
    def kind(self) -> str:
        return self.body.kind

    def wire(self) -> dict[str, Any] | None:
        """What the partner gets, fit for JSON; None if the policy withholds it.

        What is withheld counts all the same, and its sender is not told.
        """
        body = self.body.wire()
        if body is None:
            return None
        return {"room": self.room, "call": self.call, "seq": self.seq, "kind": self.kind, "body": body}


def parse_signal(raw: object, policy: Policy, *, loopback: bool = False) -> Signal:
    """Read what a browser sent for its partner; raises Malformed. loopback: as in `parse_candidate`."""
    room, call, seq, kind, body = _fields(raw, "room", "call", "seq", "kind", "body")
    numbers = _number(call, 1, MAX_CALL), _number(seq, 1, MAX_SEQ)
    told = Signal(parse_room(room), *numbers, _body(kind, body, policy, loopback))
    if cell_of(told.room) == VOICE and _is_of_pictures(told.body):
        raise Malformed
    return told


def _is_of_pictures(body: Body) -> bool:
    match body:
        case Description(sdp=sdp):
            return "video" in sdp.kinds
        case Media():
            return body.cam or body.screen or body.reveal != "clear"
    return False


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
            return _media(raw)
        case "bye":
            _fields(raw)
            return Bye()
    raise Malformed


def _media(raw: object) -> Media:
    names = ("mic", "cam", "screen")
    if not isinstance(raw, dict) or "reveal" not in raw:
        mic, cam, screen = map(_flag, _fields(raw, *names))
        return Media(mic, cam, screen)
    *flags, told = _fields(raw, *names, "reveal")
    mic, cam, screen = map(_flag, flags)
    for level in _REVEALS:
        if told == level:
            return Media(mic, cam, screen, level)
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
    if mid is None and number is None:  # of no section (WebRTC, addIceCandidate)
        raise Malformed
    return Candidate(parse_candidate(raw, policy, loopback=loopback), mid, number, kind_of(raw))


def way_of(raw: object) -> str:
    """The kind of candidate that an unread signal claims to be; "" for none."""
    body = raw.get("body") if isinstance(raw, dict) and raw.get("kind") == "candidate" else None
    return kind_of(body.get("candidate")) if isinstance(body, dict) else ""


def _fields(raw: object, *names: str) -> tuple[object, ...]:
    if not isinstance(raw, dict) or raw.keys() != set(names):
        raise Malformed
    return tuple(raw[name] for name in names)


def _number(raw: object, least: int, most: int) -> int:
    if type(raw) is int and least <= raw <= most:  # `isinstance` would take a bool
        return raw
    raise Malformed


def _flag(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    raise Malformed
