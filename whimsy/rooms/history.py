"""What is remembered of rooms: that they were, never what was said.

A closing room leaves one line in a Redis list within the closing step; a background task writes the
lines to SQL. The list waits while SQL is slow, locked or away, and a line written twice counts once.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlmodel import Field, SQLModel, select

from whimsy.storage.keys import CELLS, Cell, cell_key
from whimsy.storage.redis import Store

log = logging.getLogger(__name__)

_BATCH = 100
_WRITER_MS = 30_000


class RoomHistory(SQLModel, table=True):
    """One room that was: when, how long, how it ended, how much was said."""

    __tablename__ = "room_history"

    id: str = Field(primary_key=True, max_length=40)
    cell: str = Field(max_length=20)
    opened_ms: int = Field(sa_type=BigInteger)
    closed_ms: int = Field(sa_type=BigInteger, index=True)
    reason: str = Field(max_length=20)
    texts: int


class DailyCount(SQLModel, table=True):
    """Rooms and messages of one day (UTC) in one cell."""

    __tablename__ = "daily_count"

    day: date = Field(primary_key=True)
    cell: str = Field(primary_key=True, max_length=20)
    rooms: int = 0
    texts: int = 0


class History:
    """Moves closed rooms from Redis to SQL."""

    def __init__(self, store: Store, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._store = store
        self._sessions = sessions

    async def drain(self) -> int:
        """Write what is waiting; returns how many rooms were written. Never raises for SQL."""
        return sum([await self._drain_cell(cell) for cell in CELLS])

    async def _drain_cell(self, cell: Cell) -> int:
        store, waiting = self._store, f"{cell_key(cell)}:closed"
        writer = f"{cell_key(cell)}:writer"
        if not await store.ask("LLEN", waiting):
            return 0
        # One writer at a time is only thrift: two would do no harm, each room has its own row.
        if not await store.ask("SET", writer, "1", "NX", "PX", _WRITER_MS):
            return 0
        try:
            lines = await store.ask("LRANGE", waiting, 0, _BATCH - 1)
            await self._write(cell, [json.loads(line) for line in lines])
            await store.ask_all(("LREM", waiting, 1, line) for line in lines)
            return len(lines)
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            log.warning("history: sql does not answer (%s), will try again", type(error).__name__)
            return 0
        finally:
            await store.ask("DEL", writer)

    async def _write(self, cell: Cell, closed: list[dict[str, Any]]) -> None:
        async with self._sessions() as session, session.begin():
            ids = [line["room"] for line in closed]
            known = set(await session.scalars(select(RoomHistory.id).where(RoomHistory.id.in_(ids))))  # type: ignore[attr-defined]
            for line in closed:
                if line["room"] in known:
                    continue
                known.add(line["room"])
                session.add(
                    RoomHistory(
                        id=line["room"], cell=cell, opened_ms=line["opened"],
                        closed_ms=line["closed"], reason=line["reason"], texts=line["texts"],
                    )
                )  # fmt: skip
                day = datetime.fromtimestamp(line["closed"] / 1000, UTC).date()
                count = await session.get(DailyCount, (day, cell), with_for_update=True)
                if count is None:
                    count = DailyCount(day=day, cell=cell)
                    session.add(count)
                count.rooms += 1
                count.texts += line["texts"]
