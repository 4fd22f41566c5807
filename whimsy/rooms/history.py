"""What SQL remembers of rooms: when each was and how it ended, never what was said.

The step that closes a room leaves one line in the outbox. Each room counts once.
"""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel

from whimsy.storage.keys import CELLS, cell_key, cell_of
from whimsy.storage.outbox import Outbox, Sessions, unknown
from whimsy.storage.redis import Store


class RoomHistory(SQLModel, table=True):
    """One closed room. reason: how it ended; texts: how many messages it had."""

    __tablename__ = "room_history"

    id: str = Field(primary_key=True, max_length=40)
    cell: str = Field(max_length=20)
    opened_ms: int = Field(sa_type=BigInteger)
    closed_ms: int = Field(sa_type=BigInteger, index=True)
    reason: str = Field(max_length=20)
    texts: int


class DailyCount(SQLModel, table=True):
    __tablename__ = "daily_count"

    day: date = Field(primary_key=True)
    cell: str = Field(primary_key=True, max_length=20)
    rooms: int = 0
    texts: int = 0


class History:
    def __init__(self, store: Store, sessions: Sessions) -> None:
        waiting = [f"{cell_key(cell)}:closed" for cell in CELLS]
        self.outbox = Outbox(store, sessions, "history", waiting, _write)

    async def flush(self) -> int:
        """Write the rooms that wait to SQL; returns how many. Never raises for SQL."""
        return await self.outbox.flush()


async def _write(session: AsyncSession, closed: list[dict[str, Any]]) -> None:
    for line in await unknown(session, RoomHistory.id, closed, "room"):
        cell = cell_of(line["room"])
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
