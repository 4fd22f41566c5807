"""What two browsers tell each other to set up a call, checked on its way from one to the other.

A signal says of which room and which call (a number that grows each time the call is set up anew) it speaks,
so that one that comes late reaches nobody. It is read here, and rebuilt for the partner: nothing that isn't
named below gets through. How a socket's process uses it, for each thing its tab says:

    pace.spend()                              # before reading: nonsense costs as much as sense
    signal = parse_signal(raw, policy)        # policy: of the tab that speaks
    negotiation.say(signal)                   # the tab's own, of this room and call
    if wire := signal.wire(): …               # to the partner, and there negotiation.hear(signal)

No exception, and no repr, holds any part of what was said: descriptions and candidates name addresses.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from whimsy.calls.sdp import MID, SDP_TYPES, Policy, Sdp, SdpType, parse_candidate, parse_sdp
from whimsy.errors import Malformed, Refused
from whimsy.storage.keys import RoomId, parse_room

MAX_CALL = 10_000
MAX_SEQ = 1_000_000
MAX_CANDIDATES = 60
"""Candidates between two ICE restarts."""
MAX_RESTARTS = 4
"""ICE restarts that allow for further candidates."""
MAX_DESCRIPTIONS = 20
MAX_REPEATS = 300
"""What may be said again after a gap, in all."""
BURST = 60
PER_SECOND = 20.0


class OutOfStep(Refused):
    """A signal nobody waits for: an answer without an offer, of another call, after the end."""

    code = "out_of_step"
    sentence = "The call got out of step. Start it again."


class TooManySignals(Refused):
    """More descriptions or candidates than one call needs."""

    code = "too_many_signals"
    sentence = "The call couldn't be set up. Start it again."


class TooFast(Refused):
    """More signals in a second than a call needs."""

    code = "too_fast"
    sentence = "That was too fast. Wait a moment and try again."


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
    """One way to reach the sender. "" is the end of candidates, None is one withheld by the policy."""

    kind: ClassVar[str] = "candidate"
    candidate: str | None = field(repr=False)
    mid: str | None
    line: int | None

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

    @property
    def dropped(self) -> bool:
        """Whether the policy withholds it. It counts all the same, and its sender isn't told."""
        return self.body.wire() is None

    def wire(self) -> dict[str, Any] | None:
        """What the partner gets: known fields only, fit for JSON; None if it is withheld."""
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
    return Candidate(parse_candidate(raw, policy, loopback=loopback), mid, number)


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


class Pace:
    """How fast one tab may signal: `BURST` at once, `PER_SECOND` in the long run.

    One for each tab and not for each call, or a new call's number would buy new speed.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left = float(BURST)
        self._then = clock()

    def spend(self) -> None:
        """Pay for one signal; raises TooFast."""
        now = self._clock()
        self._left = min(BURST, self._left + (now - self._then) * PER_SECOND)
        self._then = now
        if self._left < 1:
            raise TooFast
        self._left -= 1


class Negotiation:
    """What one tab may say next about one call of its room, by what was said and heard before."""

    def __init__(self, room: RoomId, call: int) -> None:
        self.room, self.call = room, call
        self._seq = 0
        self._descriptions = 0
        self._candidates = 0
        self._restarts = 0
        self._repeats = 0
        self._said: dict[int, bytes] = {}
        self._heard_seq = 0
        self._ufrags: frozenset[str] = frozenset()
        self._owed = False
        self._said_bye = False
        self._heard_bye = False

    def say(self, signal: Signal) -> None:
        """Take in what the tab says; raises OutOfStep or TooManySignals, and then nothing has changed."""
        body = signal.body
        if not self._is_of(signal):
            raise OutOfStep
        if self._said_bye or (self._heard_bye and not isinstance(body, Bye)):
            raise OutOfStep
        if signal.seq <= self._seq:
            self._repeat(signal)
            return
        if isinstance(body, Description):
            self._describe(body)
        elif isinstance(body, Candidate):
            if self._candidates >= MAX_CANDIDATES * (1 + self._restarts):
                raise TooManySignals
            self._candidates += 1
        elif isinstance(body, Bye):
            self._said_bye = True
        self._seq = signal.seq
        self._said[signal.seq] = _digest(signal)

    def _repeat(self, signal: Signal) -> None:
        """A browser whose wire was cut says again what it said, to the letter; the other knows it."""
        if self._said.get(signal.seq) != _digest(signal):
            raise OutOfStep
        if self._repeats >= MAX_REPEATS:
            raise TooManySignals
        self._repeats += 1

    def hear(self, signal: Signal) -> None:
        """Take in what the partner said; what is of another call changes nothing."""
        if not self._is_of(signal) or signal.seq <= self._heard_seq:
            return
        self._heard_seq = signal.seq
        if isinstance(signal.body, Bye):
            self._heard_bye = True
        elif isinstance(signal.body, Description):
            # Whoever answers has taken back an offer of their own.
            self._owed = signal.body.type == "offer"

    def _is_of(self, signal: Signal) -> bool:
        return (signal.room, signal.call) == (self.room, self.call)

    def _describe(self, said: Description) -> None:
        if said.type == "answer" and not self._owed:
            raise OutOfStep
        if self._descriptions >= MAX_DESCRIPTIONS:
            raise TooManySignals
        if self._ufrags and not said.sdp.ufrags <= self._ufrags:
            self._restarts = min(MAX_RESTARTS, self._restarts + 1)
        self._ufrags |= said.sdp.ufrags
        self._descriptions += 1
        if said.type == "answer":
            self._owed = False


def _digest(signal: Signal) -> bytes:
    return hashlib.blake2b(repr(signal.wire()).encode(), digest_size=16).digest()
