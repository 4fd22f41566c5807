"""Blocks: two people never meet again, in any cell, from either side.

The lobby compares what is in Redis. SQL remembers it, so that a store that lost it is told again.
"""

from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, select, tuple_

from whimsy.moderation.clock import DAY, now_ms
from whimsy.moderation.recall import Recall
from whimsy.moderation.report import Whom
from whimsy.rooms.room import Place, room_step
from whimsy.settings import Settings
from whimsy.storage.keys import CELLS, RoomId, cell_key
from whimsy.storage.outbox import Outbox, Sessions
from whimsy.storage.redis import Store
from whimsy.visitors import blocks

_WAITING = 10_000
"""Blocks that may wait for SQL. Any further ones hold only as long as Redis has them."""
_BATCH = 500


class Block(SQLModel, table=True):
    """The person `person` never meets the person `other`."""

    __tablename__ = "block"

    person: str = Field(primary_key=True, max_length=64)
    other: str = Field(primary_key=True, max_length=64)
    at_ms: int = Field(sa_type=BigInteger, index=True)


class Blocks:
    def __init__(self, store: Store, sessions: Sessions, settings: Settings) -> None:
        self._store = store
        self._sessions = sessions
        self._kept_ms = int(settings.blocks_days * DAY)
        waiting = [f"{cell_key(cell)}:blocked" for cell in CELLS]
        self.outbox = Outbox(store, sessions, "blocks", waiting, _write)
        self._recall = Recall(store, "blocks")

    async def block(self, place: Place, room: RoomId, whom: Whom = "partner") -> None:
        """Never meet `whom` of `room` again; leave it if it is open and they are its other side.

        Raises NotInRoom, NotHolder, or Unavailable: then it may hold in one cell only, so try again.
        """
        store, kept = self._store, self._kept_ms
        _, person, other = await room_step(store, "moderation/block.lua", place, room, kept, _WAITING, whom)
        # The step noted it in its own cell; here all cells are told.
        await blocks.block(store, [(person, other)], kept)

    async def remember(self) -> None:
        """Write new blocks to SQL, and copy all from SQL to a store that lost them. A chore."""
        await self.outbox.flush()
        await self._recall.unless_known(self._copy_all)

    async def _copy_all(self) -> None:
        last = ("", "")
        while True:
            page = (
                select(Block)
                .where(tuple_(Block.person, Block.other) > last, Block.at_ms > now_ms() - self._kept_ms)
                .order_by(Block.person, Block.other)
                .limit(_BATCH)
            )
            async with self._sessions() as session:
                rows = (await session.scalars(page)).all()
            await blocks.block(self._store, [(row.person, row.other) for row in rows], self._kept_ms)
            if len(rows) < _BATCH:
                return
            last = (rows[-1].person, rows[-1].other)


async def _write(session: AsyncSession, lines: list[dict[str, Any]]) -> None:
    for line in lines:
        await session.merge(Block(person=line["person"], other=line["other"], at_ms=line["at"]))
