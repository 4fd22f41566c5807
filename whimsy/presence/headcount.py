"""How many visitors are here: an honest count of people, not of sockets or tabs."""

from __future__ import annotations

from collections.abc import Collection

from whimsy.storage.keys import ONLINE
from whimsy.storage.redis import Store
from whimsy.visitors.identity import VisitorId


class Headcount:
    """A visitor counts while some process vouches for them; `stay` and `fade` are seconds.

    A visitor whose last tab closed fades rather than vanishes at once: another process may hold
    another tab of theirs, and its next beat keeps them.
    """

    def __init__(self, store: Store, stay: float, fade: float) -> None:
        self._store = store
        self._stay = stay
        self._fade = fade

    async def vouch(self, visitors: Collection[VisitorId]) -> int:
        """These visitors are here; returns how many are here in all. One round trip."""
        return await self._count(visitors, self._stay)

    async def fade(self, visitor: VisitorId) -> None:
        """This process no longer holds a tab of the visitor."""
        await self._count([visitor], self._fade)

    async def _count(self, visitors: Collection[VisitorId], seconds: float) -> int:
        return int(
            await self._store.run("presence/count.lua", [ONLINE], self._store.skew_ms,
                                  int(seconds * 1000), *visitors)
        )  # fmt: skip
