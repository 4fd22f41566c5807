"""One sweep deletes whatever is beyond its term, as the settings name it."""

from typing import Any

from sqlalchemy import ColumnElement, CursorResult, delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col, select, update

from whimsy.moderation.appeals import Appeal
from whimsy.moderation.audit import Audit
from whimsy.moderation.blocks import Block
from whimsy.moderation.clock import DAY, HOUR, now_ms
from whimsy.moderation.observation import Observation
from whimsy.moderation.report import Evidence, Report
from whimsy.moderation.sanction import Sanction, SubjectKind
from whimsy.rooms.history import RoomHistory
from whimsy.settings import Settings
from whimsy.storage.outbox import Sessions
from whimsy.storage.set_aside import SetAside
from whimsy.storage.sql import tried_again


class Retention:
    def __init__(self, sessions: Sessions, settings: Settings) -> None:
        self._sessions = sessions
        self._settings = settings

    async def sweep(self, now: int | None = None) -> dict[str, int]:
        """Delete all that is beyond its term at `now` (ms; None for the present); returns how many of each.

        A chore. Never raises for SQL, as the next sweep deletes what this one could not.
        """
        now = now_ms() if now is None else now
        swept: dict[str, int] = {}
        with tried_again("retention"):
            async with self._sessions() as session, session.begin():
                swept = await self._delete(session, now)
                swept["addresses"] = await self._forget_addresses(session, now)
        return swept

    async def _delete(self, session: AsyncSession, now: int) -> dict[str, int]:
        s = self._settings

        def before(days: float) -> int:
            return now - int(days * DAY)

        kept = select(Evidence.report)
        terms: list[tuple[str, type[SQLModel], tuple[ColumnElement[bool], ...]]] = [
            ("evidence", Evidence, (
                col(Evidence.filed_ms) < before(s.evidence_days), col(Evidence.held_until_ms) < now)),
            # A report stays while its evidence is held.
            ("reports", Report, (col(Report.filed_ms) < before(s.reports_days), col(Report.id).not_in(kept))),
            # Lines set aside may hold what was said, so they have the term of evidence.
            ("set_aside", SetAside, (col(SetAside.at_ms) < before(s.evidence_days),)),
            ("observations", Observation, (col(Observation.at_ms) < before(s.evidence_days),)),
            ("address_sanctions", Sanction, (
                col(Sanction.kind) == SubjectKind.ADDRESS, col(Sanction.until_ms) < now)),
            ("sanctions", Sanction, (col(Sanction.until_ms) < before(s.sanctions_days),)),
            ("appeals", Appeal, (col(Appeal.decided_ms) < before(s.appeals_days),)),
            ("audit", Audit, (col(Audit.at_ms) < before(s.audit_days),)),
            ("blocks", Block, (col(Block.at_ms) < before(s.blocks_days),)),
            ("room_history", RoomHistory, (col(RoomHistory.closed_ms) < before(s.room_history_days),)),
        ]  # fmt: skip
        return {
            name: _count(await session.execute(delete(table).where(*over))) for name, table, over in terms
        }

    async def _forget_addresses(self, session: AsyncSession, now: int) -> int:
        old = now - int(self._settings.address_hours * HOUR)
        known = (col(Report.reporter_address) != "") | (col(Report.target_address) != "")
        reports = update(Report).where(col(Report.filed_ms) < old, known)
        seen = update(Observation).where(col(Observation.at_ms) < old, col(Observation.address) != "")
        forgotten = _count(await session.execute(reports.values(reporter_address="", target_address="")))
        return forgotten + _count(await session.execute(seen.values(address="")))


def _count(result: Any) -> int:
    return int(result.rowcount) if isinstance(result, CursorResult) else 0
