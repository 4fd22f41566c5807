"""Whether Redis still knows what SQL told it; a store that came back empty is told again."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable

from whimsy.storage.redis import Store
from whimsy.storage.sql import AWAY

log = logging.getLogger(__name__)

_KNOWN_SECONDS = 3600
_TELLING_SECONDS = 120
"""One process tells at a time; the next may try when it died over it."""


class Recall:
    """The mark of one kind of fact (`name`) in Redis, all of which SQL remembers."""

    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self.mark = f"whimsy:{{{name}}}:known"
        self._telling = f"whimsy:{{{name}}}:telling"

    async def unless_known(self, tell: Callable[[], Awaitable[None]]) -> None:
        """Renew the mark, or have all told again; raises Unavailable for Redis, never for SQL."""
        store = self._store
        if await store.ask("EXPIRE", self.mark, _KNOWN_SECONDS):
            return
        token = secrets.token_hex(8)
        if not await store.ask("SET", self._telling, token, "NX", "EX", _TELLING_SECONDS):
            return
        try:
            await tell()
        except AWAY as error:
            log.warning("recall: sql does not answer (%s), will try again", type(error).__name__)
            await store.ask("DEL", self._telling)
            return
        # A store lost once more while it was told knows only a part: then the token is lost as well.
        await store.run("moderation/told.lua", [self.mark, self._telling], token, _KNOWN_SECONDS)
