"""The live numbers of the desk: who is here, who waits, what is open, how fast moderators decide."""

from dataclasses import dataclass
from statistics import median

from sqlmodel import col, func, select

from whimsy.moderation.clock import DAY, HOUR, now_ms
from whimsy.moderation.report import Report
from whimsy.storage.keys import CELLS, ONLINE, Cell
from whimsy.storage.outbox import Sessions
from whimsy.storage.redis import Store

_REACTION_DAYS = 7
_REACTIONS = 500
_HOURS = 24


@dataclass(frozen=True, slots=True)
class CellNumbers:
    """One cell. waiting: tickets; longest_ms: the longest wait."""

    cell: Cell
    waiting: int
    rooms: int
    longest_ms: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """reports: open ones; queued: reports that wait in Redis for SQL; oldest_ms: age of the oldest open one.

    reaction_ms: the median time from a report to its decision, of those decided in the last week.
    """

    online: int
    lobbies: tuple[CellNumbers, ...]
    reports: int
    queued: int
    oldest_ms: int
    reaction_ms: int


async def read(store: Store, sessions: Sessions) -> Numbers:
    now = now_ms()
    online = int(await store.timed("presence/count.lua", [ONLINE], 0))
    lobbies, queued = [], 0
    for cell in CELLS:
        waiting, rooms, longest, reports = await store.step("moderation/numbers.lua", cell)
        lobbies.append(CellNumbers(cell, waiting, rooms, longest))
        queued += reports
    open_ones = select(func.count(), func.min(Report.filed_ms)).where(Report.status == "open")
    decided = select(Report.closed_ms, Report.filed_ms).order_by(col(Report.closed_ms).desc())
    decided = decided.where(col(Report.closed_ms) > now - _REACTION_DAYS * DAY).limit(_REACTIONS)
    async with sessions() as session:
        many, oldest = (await session.execute(open_ones)).one()
        took = [done - filed for done, filed in await session.execute(decided) if done is not None]
    return Numbers(
        online, tuple(lobbies), many, queued, now - oldest if oldest else 0, int(median(took)) if took else 0
    )


async def by_hour(sessions: Sessions) -> list[int]:
    """Reports in each of the last 24 hours, the present hour last; raises SQLAlchemy's errors."""
    now = now_ms() // HOUR
    hour = col(Report.filed_ms) // HOUR
    query = select(hour, func.count()).where(col(Report.filed_ms) >= (now - _HOURS + 1) * HOUR).group_by(hour)
    async with sessions() as session:
        filed = {int(of): many for of, many in await session.execute(query)}
    return [filed.get(of, 0) for of in range(now - _HOURS + 1, now + 1)]
