"""The open sockets of each address, and how fast new ones come.

They are counted in each process and not in Redis: a handshake must cost the server less than the client, a
Redis that is away must not lock everybody out, and a process can only protect its own memory. So an address
may have its share in every process.
"""

import math
import time
from collections.abc import Callable
from typing import Literal

from whimsy.bucket import Bucket
from whimsy.settings import Settings
from whimsy.visitors.address import AddressKey

_SWEEP_EVERY = 60.0
_TRUST, _DISTRUST, _REMEMBER = 1 / 3, 1 / 10, 60.0
"""The part of its burst that a new socket has, as a page needs little; and for how long less after floods."""
_FLOOD_COSTS = 10
"""A socket closed for flooding costs as much as this many new ones, so that it cannot come back at once."""


class Neighbour:
    __slots__ = ("_arrivals", "_clock", "_flooded", "_frames", "_limit", "open")

    def __init__(self, settings: Settings, clock: Callable[[], float]) -> None:
        self.open = 0
        self._clock = clock
        self._limit = settings.sockets_per_address
        self._flooded = -math.inf
        self._arrivals = Bucket(settings.socket_rate, settings.sockets_per_address, clock=clock)
        self._frames = Bucket(settings.address_frame_rate, settings.address_frame_rate * 3, clock=clock)

    def enters(self) -> bool:
        """Whether one more socket may be opened; counts it if so."""
        if self.open >= self._limit or not self._arrivals.take():
            return False
        self.open += 1
        return True

    @property
    def crowded(self) -> bool:
        return self.open >= self._limit or not self._arrivals.has()

    def frame(self) -> float:
        """Pay for a message; returns the seconds that it must wait: an address is slowed, not cut off."""
        return self._frames.owe()

    def flooded(self) -> None:
        """Remember that one of its sockets was closed for flooding."""
        self._flooded = self._clock()
        self._arrivals.owe(_FLOOD_COSTS)

    @property
    def trust(self) -> float:
        """The part of its burst that a new socket has."""
        return _TRUST if self._clock() - self._flooded > _REMEMBER else _DISTRUST

    @property
    def forgettable(self) -> bool:
        """Whether a new Neighbour would be no different."""
        if self.trust < _TRUST:
            return False
        return not self.open and self._arrivals.full and self._frames.full


class Crowd:
    """All addresses with open sockets, or with budgets that are not full again."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._clock = settings, clock
        self._by_address: dict[AddressKey, Neighbour] = {}
        self._open = 0
        self._swept = clock()

    def enter(self, address: AddressKey) -> Neighbour | Literal["full", "too_many"]:
        """Count a new socket of `address`, or return what is in its way. Call `leave` when it closes."""
        self._sweep()
        if self._open >= self._settings.sockets_per_process:
            return "full"
        neighbour = self._by_address.get(address)
        if neighbour is None:
            neighbour = self._by_address[address] = Neighbour(self._settings, self._clock)
        if not neighbour.enters():
            return "too_many"
        self._open += 1
        return neighbour

    def obstacle(self, address: AddressKey) -> Literal["full", "too_many"] | None:
        """What `enter` would return if it refused; nothing is counted."""
        if self._open >= self._settings.sockets_per_process:
            return "full"
        neighbour = self._by_address.get(address)
        return "too_many" if neighbour is not None and neighbour.crowded else None

    def leave(self, neighbour: Neighbour) -> None:
        neighbour.open -= 1
        self._open -= 1

    def __len__(self) -> int:
        return len(self._by_address)

    def _sweep(self) -> None:
        now = self._clock()
        if now - self._swept > _SWEEP_EVERY:
            self._swept = now
            for address in [a for a, n in self._by_address.items() if n.forgettable]:
                del self._by_address[address]
