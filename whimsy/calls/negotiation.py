"""What a tab may signal next about a call (one `Negotiation` for each), and how fast (one `Pace`)."""

import hashlib
import time
from collections import Counter, defaultdict
from collections.abc import Callable

from whimsy.bucket import Bucket
from whimsy.calls.signals import Bye, Candidate, Description, Signal
from whimsy.errors import Refused, TooFast
from whimsy.storage.keys import RoomId

MAX_CANDIDATES = 60
"""Candidates of one kind, or ends of candidates, between two ICE restarts.

A laptop with a VPN, Docker and Hyper-V finds eighty and more within a second: its own addresses first, those
of the TURN server last. Each kind has its own count, or the useless ones would leave no room for the others.
"""
MAX_RESTARTS = 4
"""ICE restarts that allow further candidates."""
MAX_DESCRIPTIONS = 20
MAX_NOTES = 2_000
"""Signals "ready" and "media" in one call, which may last for hours."""
WINDOW = 400
"""The last signals whose digests are remembered, more than one ICE session usually has."""
MAX_REPEATS = 300
"""Signals that may be repeated in one call, after gaps."""
BURST = 60
PER_SECOND = 20.0


class OutOfStep(Refused):
    """Nobody waits for this signal: it answers no offer, is of another call, or comes after the end."""

    code = "out_of_step"
    sentence = "The call got out of step. Start it again."


class TooManySignals(Refused):
    """One call never needs so many signals."""

    code = "too_many_signals"
    sentence = "The call couldn't be set up. Start it again."


_KINDS = {"host": "host", "srflx": "srflx", "prflx": "srflx", "relay": "relay"}
"""Kinds of candidates that are counted together. Anything else is no candidate, or the end of them."""


class Pace:
    """How fast one tab may signal: `BURST` at once, `PER_SECOND` in the long run, for each kind of candidate.

    There is one for each tab and not for each call, as a new call must not bring new speed. All kinds
    together are bounded by the limit of the socket (`WHIMSY_FRAME_BURST`).
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._buckets = defaultdict[str, Bucket](lambda: Bucket(PER_SECOND, BURST, clock=clock))

    def spend(self, way: str = "") -> None:
        """Pay for one signal; raises TooFast. way: the kind of candidate it claims to be, "" for none."""
        if not self._buckets[_KINDS.get(way, "")].take():
            raise TooFast(1 / PER_SECOND)


class Negotiation:
    """What a tab may signal next about one call, by what both sides signalled before."""

    def __init__(self, room: RoomId, call: int) -> None:
        self.room, self.call = room, call
        self._seq = 0
        self._descriptions = 0
        self._candidates: Counter[str] = Counter()
        self._restarts = 0
        self._repeats = 0
        self._notes = 0
        self._said: dict[int, bytes] = {}
        self._heard_seq = 0
        self._ufrags: frozenset[str] = frozenset()
        self._owed = False
        self._said_bye = False
        self._heard_bye = False

    def say(self, signal: Signal) -> None:
        """Take in a signal of the tab; raises OutOfStep or TooManySignals, and then changes nothing."""
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
            kind = _KINDS.get(body.way, "")
            if self._candidates[kind] >= MAX_CANDIDATES * (1 + self._restarts):
                raise TooManySignals
            self._candidates[kind] += 1
        elif isinstance(body, Bye):
            self._said_bye = True
        else:
            if self._notes >= MAX_NOTES:
                raise TooManySignals
            self._notes += 1
        self._seq = signal.seq
        self._said[signal.seq] = _digest(signal)
        if len(self._said) > WINDOW:
            del self._said[next(iter(self._said))]  # the oldest: a dict keeps the order of its keys

    def _repeat(self, signal: Signal) -> None:
        """Let a browser repeat a signal word for word, as it does after its connection was cut."""
        if self._said.get(signal.seq) != _digest(signal):
            raise OutOfStep
        if self._repeats >= MAX_REPEATS:
            raise TooManySignals
        self._repeats += 1

    def hear(self, signal: Signal) -> None:
        """Take in a signal of the partner. One of another call changes nothing."""
        if not self._is_of(signal) or signal.seq <= self._heard_seq:
            return
        self._heard_seq = signal.seq
        if isinstance(signal.body, Bye):
            self._heard_bye = True
        elif isinstance(signal.body, Description):
            # An answer takes back any offer of the same side.
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
