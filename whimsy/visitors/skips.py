"""Skips: a visitor who leaves one chat after the other within seconds waits longer and longer for the next.

Only the one who leaves is counted. A chat that lasted makes up for two skips, a window without one for all.
"""

from dataclasses import dataclass

from whimsy.errors import TooFast
from whimsy.settings import Settings
from whimsy.storage.keys import skips_key
from whimsy.storage.redis import Store


@dataclass(frozen=True, slots=True)
class Skipping:
    """n: skips that count now; wait: seconds until the next search; many: whether a proof is due."""

    n: int = 0
    wait: float = 0
    many: bool = False

    def check(self) -> None:
        if self.wait > 0:
            raise TooFast(self.wait)


class Skips:
    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._short = settings.short_chat
        self._free = settings.skips
        self._window_ms = int(settings.skip_window * 1000)
        self._longest_ms = int(settings.skip_wait * 1000)

    async def left(self, visitor: str, lasted: float) -> Skipping:
        """Count a chat that the visitor left after `lasted` seconds; raises Unavailable."""
        return await self._step(visitor, "short" if lasted < self._short else "long")

    async def of(self, visitor: str) -> Skipping:
        """The visitor's skips; raises Unavailable."""
        return await self._step(visitor, "look")

    async def _step(self, visitor: str, what: str) -> Skipping:
        rules = self._free, self._window_ms, self._longest_ms
        n, wait_ms = await self._store.timed("visitors/skips.lua", [skips_key(visitor)], what, *rules)
        return Skipping(int(n), int(wait_ms) / 1000, int(n) >= self._free)
