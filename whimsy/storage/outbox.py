"""Lines that Lua steps left in Redis for SQL: written later if need be, and once in effect.

The step that made something true leaves a line in a list; a background task writes the lines. They wait while
SQL is slow, locked or away. A line may be written again after a crash: `write` skips what SQL already has.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from whimsy.storage.redis import Store

log = logging.getLogger(__name__)

Sessions = async_sessionmaker[AsyncSession]
Write = Callable[[AsyncSession, list[dict[str, Any]]], Awaitable[None]]
"""Writes lines within the session's transaction, skipping those SQL already has."""

_BATCH = 100
_BATCHES = 20
"""In one drain: a backlog is worked off, and the other chores have their turn."""
_WRITER_MS = 30_000


class Outbox:
    """Moves the lines of the Redis lists `keys` to SQL; `name` is for the log and the writer's key."""

    def __init__(
        self, store: Store, sessions: Sessions, name: str, keys: Sequence[str], write: Write
    ) -> None:
        self._store = store
        self._sessions = sessions
        self._name = name
        self._keys = keys
        self._write = write

    async def drain(self) -> int:
        """Write what is waiting; returns how many lines. Raises Unavailable for Redis, never for SQL."""
        return sum([await self._drain(key) for key in self._keys])

    async def _drain(self, waiting: str) -> int:
        store, writer = self._store, f"whimsy:{{writer:{self._name}}}"
        if not await store.ask("LLEN", waiting):
            return 0
        # One writer at a time is only thrift: two would do no harm, a line written twice has one effect.
        if not await store.ask("SET", writer, "1", "NX", "PX", _WRITER_MS):
            return 0
        written = 0
        try:
            for _ in range(_BATCHES):
                lines = await store.ask("LRANGE", waiting, 0, _BATCH - 1)
                async with self._sessions() as session, session.begin():
                    await self._write(session, [json.loads(line) for line in lines])
                await store.ask_all(("LREM", waiting, 1, line) for line in lines)
                written += len(lines)
                if len(lines) < _BATCH:
                    break
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            log.warning("%s: sql does not answer (%s), will try again", self._name, type(error).__name__)
        finally:
            await store.ask("DEL", writer)
        return written
