"""Lines that were set aside, at the desk: looked at, tried again, or discarded. Each act is on record."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import case, col, delete, func, select

from whimsy import errors
from whimsy.moderation.audit import record
from whimsy.moderation.clock import now_ms
from whimsy.moderation.report import Reason
from whimsy.storage.outbox import Outbox, Sessions
from whimsy.storage.set_aside import SetAside, speaks_of_the_line, written

_SHOWN = 50


class Aside:
    """The lines that these outboxes set aside. Each act raises CaseChanged if the line is gone."""

    def __init__(self, sessions: Sessions, outboxes: Sequence[Outbox]) -> None:
        self._sessions = sessions
        self._outboxes = {outbox.name: outbox for outbox in outboxes}

    async def count(self) -> int:
        async with self._sessions() as session:
            return int(await session.scalar(select(func.count()).select_from(SetAside)) or 0)

    async def first(self) -> list[SetAside]:
        """The first to look at: reports about children, then other reports, then the rest; each by age."""
        child, report = col(SetAside.what) == Reason.CHILD_SAFETY, col(SetAside.outbox) == "reports"
        order = case((report & child, 0), (report, 1), else_=2)
        query = select(SetAside).order_by(order, col(SetAside.at_ms), col(SetAside.id)).limit(_SHOWN)
        async with self._sessions() as session:
            return list((await session.scalars(query)).all())

    async def look(self, who: str, line: str) -> str:
        """The line as it stood in Redis. It may hold what was said, so the look is on record."""
        async with self._sessions() as session, session.begin():
            row = await session.get(SetAside, line)
            if row is None:
                raise errors.CaseChanged
            await record(session, who, "look", f"line:{line}", row.outbox, now_ms())
            return written(row)

    async def again(self, who: str, line: str) -> bool:
        """Write the line after all; returns False, with nothing changed, if it still cannot be written."""
        try:
            async with self._sessions() as session, session.begin():
                row = await _taken(session, line)
                await self._outboxes[row.outbox].again(session, row)
                await record(session, who, "write", f"line:{line}", row.outbox, now_ms())
        except errors.CaseChanged:
            raise
        except Exception as error:
            if not speaks_of_the_line(error):
                raise
            return False
        return True

    async def discard(self, who: str, line: str) -> None:
        async with self._sessions() as session, session.begin():
            row = await _taken(session, line)
            await record(session, who, "discard", f"line:{line}", f"{row.outbox} {row.what}", now_ms())


async def _taken(session: AsyncSession, line: str) -> SetAside:
    """Delete the row in this transaction, so that of two moderators only one acts on it; returns it."""
    taking = delete(SetAside).where(col(SetAside.id) == line).returning(SetAside)
    row: SetAside | None = await session.scalar(taking)
    if row is None:
        raise errors.CaseChanged
    return row
