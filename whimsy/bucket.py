"""A token bucket: it limits how much may be done at once, and how much a second in the long run."""

import time
from collections.abc import Callable


class Bucket:
    """rate: tokens a second; burst: tokens that it holds; start: how full it is at first, 1 for full."""

    __slots__ = ("_burst", "_clock", "_left", "_rate", "_then")

    def __init__(
        self, rate: float, burst: float, start: float = 1, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._left = burst * start
        self._then = clock()

    def take(self, cost: float = 1) -> bool:
        """Take `cost` tokens if they are there; returns whether they were."""
        self._fill()
        if self._left < cost:
            return False
        self._left -= cost
        return True

    def owe(self, cost: float = 1) -> float:
        """Take `cost` tokens in any case; returns the seconds until they are there."""
        self._fill()
        self._left -= cost
        return max(0.0, -self._left / self._rate)

    def has(self, cost: float = 1) -> bool:
        self._fill()
        return self._left >= cost

    @property
    def full(self) -> bool:
        self._fill()
        return self._left >= self._burst

    def _fill(self) -> None:
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._then) * self._rate)
        self._then = now
