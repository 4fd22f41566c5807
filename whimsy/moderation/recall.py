"""Tells whether Redis still has what was copied from SQL, so that an empty store gets it again."""

import secrets
from collections.abc import Awaitable, Callable

from whimsy.storage.redis import Store
from whimsy.storage.sql import tried_again

_KNOWN_SECONDS = 3600
_TELLING_SECONDS = 120
"""Only one process copies at a time. If it dies, another may begin after this time."""


class Recall:
    """A mark in Redis for all facts of one kind (`name`): a store that lost the facts lost it, too."""

    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self.mark = f"whimsy:{{{name}}}:known"
        self._telling = f"whimsy:{{{name}}}:telling"

    async def unless_known(self, tell: Callable[[], Awaitable[None]]) -> None:
        """Renew the mark, or call `tell` if it is gone; raises Unavailable for Redis, never for SQL."""
        store = self._store
        if await store.ask("EXPIRE", self.mark, _KNOWN_SECONDS):
            return
        token = secrets.token_hex(8)
        if not await store.ask("SET", self._telling, token, "NX", "EX", _TELLING_SECONDS):
            return
        with tried_again("recall"):
            await tell()
            # A store that was lost again meanwhile has only a part; but it lost the token as well.
            await store.run("moderation/told.lua", [self.mark, self._telling], token, _KNOWN_SECONDS)
            return
        await store.ask("DEL", self._telling)  # SQL is away: the next round may begin at once
