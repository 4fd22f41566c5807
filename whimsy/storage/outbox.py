"""Lines that Lua steps left in Redis for SQL: they may be written late, but have their effect once.

The step that made something true leaves a line in a list; a background task writes the lines. They wait while
SQL is slow, locked or away. A line may be written again after a crash: `write` skips what SQL already has.
A line that no database would take is set aside, and those after it are written.
"""

import json
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from whimsy.storage.redis import Store
from whimsy.storage.set_aside import SetAside, set_aside, speaks_of_the_line, written
from whimsy.storage.sql import tried_again

log = logging.getLogger(__name__)

Sessions = async_sessionmaker[AsyncSession]
Write = Callable[[AsyncSession, list[dict[str, Any]]], Awaitable[None]]
"""Writes lines within the session's transaction, skipping those SQL already has (`unknown`)."""

_BATCH = 100
_BATCHES = 20
"""Batches in one flush: enough for a backlog, few enough that other chores have their turn."""
_WRITER_MS = 30_000
_LONGEST_MS = 7 * 86_400_000
"""The longest that a line waits in Redis."""


class Outbox:
    """Moves the lines of the Redis lists `keys` to SQL; `name` is for the log and the writer's key.

    what: the field of a line that tells a moderator its kind; never one that holds what somebody wrote.
    """

    def __init__(
        self, store: Store, sessions: Sessions, name: str, keys: Sequence[str], write: Write, what: str = ""
    ) -> None:
        self.name = name
        self._store = store
        self._sessions = sessions
        self._keys = keys
        self._write = write
        self._what = what

    async def flush(self) -> int:
        """Write what is waiting; returns how many lines. Raises Unavailable for Redis, never for SQL."""
        return sum([await self._flush(key) for key in self._keys])

    async def again(self, session: AsyncSession, row: SetAside) -> None:
        """Write a line that was set aside within the session's transaction; raises what is wrong with it."""
        await self._write(session, [json.loads(written(row))])

    async def _flush(self, waiting: str) -> int:
        store, writer = self._store, f"whimsy:{{writer:{self.name}}}"
        if not await store.ask("LLEN", waiting):
            return 0
        # One writer at a time saves work. Two would do no harm, as a line written twice has one effect.
        if not await store.ask("SET", writer, "1", "NX", "PX", _WRITER_MS):
            return 0
        done = 0
        try:
            with tried_again(self.name):
                for _ in range(_BATCHES):
                    lines = await store.ask("LRANGE", waiting, 0, _BATCH - 1)
                    done += await self._move(waiting, lines)
                    if len(lines) < _BATCH:
                        break
        finally:
            await store.ask("DEL", writer)
        return done

    async def _move(self, waiting: str, lines: list[str]) -> int:
        """Write `lines` in their order: all at once, or one by one if one of them cannot be written."""
        try:
            await self._write_all(lines)
        except Exception as error:
            if not speaks_of_the_line(error):
                raise
            return sum([await self._move_one(waiting, line) for line in lines])
        await self._store.ask_all(("LREM", waiting, 1, line) for line in lines)
        return len(lines)

    async def _move_one(self, waiting: str, line: str) -> bool:
        """Write one line, or set it aside; returns whether it was written."""
        fits = True
        try:
            await self._write_all([line])
        except Exception as error:
            if not speaks_of_the_line(error):
                raise
            fits = False
            await self._set_aside(line, error)
        await self._store.ask("LREM", waiting, 1, line)
        return fits

    async def _write_all(self, lines: list[str]) -> None:
        async with self._sessions() as session, session.begin():
            await self._write(session, [json.loads(line) for line in lines])

    async def _set_aside(self, line: str, error: Exception) -> None:
        """Keep a line that cannot be written. If the database takes this row, the line was at fault."""
        kind, now = str(_field(line, self._what, "")), int(time.time() * 1000)
        row = set_aside(self.name, kind, line, error, _since(line, now))
        async with self._sessions() as session, session.begin():
            if await session.get(SetAside, row.id) is None:  # else we died before the line left Redis
                session.add(row)
        log.error("%s: a line cannot be written (%s) and is set aside", self.name, type(error).__name__)


async def unknown(
    session: AsyncSession, ids: Any, lines: Sequence[dict[str, Any]], name: str = "id"
) -> list[dict[str, Any]]:
    """For a `Write`: the lines that SQL lacks, each once. ids: the column of what a line calls `name`."""
    known = set(await session.scalars(select(ids).where(ids.in_([line[name] for line in lines]))))
    return [line for one, line in {line[name]: line for line in lines}.items() if one not in known]


def _since(line: str, now: int) -> int:
    """Since when a line waits, in ms: as it says itself, or `now` if that cannot be true."""
    at = _field(line, "at", now)
    return at if type(at) is int and now - _LONGEST_MS <= at <= now else now


def _field(line: str, name: str, otherwise: Any) -> Any:
    """A field of a line, which may lack it, or be no JSON at all."""
    try:
        return json.loads(line)[name]
    except (ValueError, TypeError, LookupError):
        return otherwise
