"""What may be said next about a call, and how fast: one `Negotiation` a tab and call, one `Pace` a tab."""

from __future__ import annotations

import hashlib
import time
from collections import Counter, defaultdict
from collections.abc import Callable

from whimsy.bucket import Bucket
from whimsy.calls.signals import Bye, Candidate, Description, Signal
from whimsy.errors import Refused, TooFast
from whimsy.storage.keys import RoomId

MAX_CANDIDATES = 60
"""Candidates of one kind between two ICE restarts, and of the ends of candidates.

A laptop with a VPN, Docker and Hyper-V finds eighty and more within a second: its own addresses first, and
what a TURN server gives last. Each kind has a count of its own, or those of no use would leave no room.
"""
MAX_RESTARTS = 4
"""ICE restarts that allow for further candidates."""
MAX_DESCRIPTIONS = 20
MAX_NOTES = 2_000
"""What is no description and no candidate: "ready" and "media", of hours of one call."""
WINDOW = 400
"""Signals whose wording is remembered: the newest, and more than what one ICE session usually has."""
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


_KINDS = {"host": "host", "srflx": "srflx", "prflx": "srflx", "relay": "relay"}
"""What is counted together; anything else is not a candidate, or the end of them."""


class Pace:
    """How fast one tab may signal: `BURST` at once, `PER_SECOND` in the long run, for each kind of candidate.

    One for each tab and not for each call, or a new call's number would buy new speed. All kinds together
    are bounded by the socket's own pace (`WHIMSY_FRAME_BURST`).
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._buckets = defaultdict[str, Bucket](lambda: Bucket(PER_SECOND, BURST, clock=clock))

    def spend(self, way: str = "") -> None:
        """Pay for one signal; raises TooFast. way: the candidate it claims to be, "" if none."""
        if not self._buckets[_KINDS.get(way, "")].take():
            raise TooFast(1 / PER_SECOND)


class Negotiation:
    """What one tab may say next about one call of its room, by what was said and heard before."""

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
