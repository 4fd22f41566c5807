"""How many visitors are here: people, not sockets or tabs."""

from collections.abc import Collection

from whimsy.storage.keys import ONLINE
from whimsy.storage.redis import Store
from whimsy.visitors.identity import VisitorId


class Headcount:
    """A visitor counts for `stay` seconds after a process vouched for them.

    After the last tab of a process they count for `fade` seconds more, as another process may hold another
    tab, and its next beat vouches for them.
    """

    def __init__(self, store: Store, stay: float, fade: float) -> None:
        self._store = store
        self._stay = stay
        self._fade = fade

    async def vouch(self, visitors: Collection[VisitorId]) -> int:
        """Count these visitors as here; returns how many are here in all. One round trip."""
        return await self._count(visitors, self._stay)

    async def fade(self, visitor: VisitorId) -> None:
        """Count the visitor for a little longer, as this process holds no tab of theirs any more."""
        await self._count([visitor], self._fade)

    async def _count(self, visitors: Collection[VisitorId], seconds: float) -> int:
        ms = int(seconds * 1000)
        return int(await self._store.timed("presence/count.lua", [ONLINE], ms, *visitors))
