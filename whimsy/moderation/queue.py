"""What waits for a moderator: open reports gathered by whom they are about, the severe and the old first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, func, select

from whimsy.moderation.audit import record
from whimsy.moderation.clock import now_ms
from whimsy.moderation.observation import Observation
from whimsy.moderation.report import SEVERE, Evidence, Reason, Report
from whimsy.moderation.reputation import Reputation, reputations
from whimsy.moderation.sanction import Sanction, SubjectKind
from whimsy.storage.outbox import Sessions
from whimsy.storage.set_aside import SetAside

_MILD = [reason for reason in Reason if reason.severity < SEVERE]


@dataclass(frozen=True, slots=True)
class Case:
    """All open reports about one visitor. since_ms: when the oldest was filed; reporters: how many people."""

    target: str
    severity: int
    since_ms: int
    reports: int
    reporters: int


@dataclass(frozen=True, slots=True)
class Looked:
    """One report as a moderator sees it; trust is the reporter's reputation, and no more is told of them."""

    report: Report
    words: str
    said: list[dict[str, Any]]
    held_until_ms: int
    trust: Reputation


@dataclass(frozen=True, slots=True)
class File:
    """Everything known about one visitor: open and old reports, sanctions, what screens saw."""

    target: str
    reports: list[Looked]
    sanctions: list[Sanction]
    observations: list[Observation]

    @property
    def seen(self) -> tuple[str, ...]:
        """The ids of the open reports, as a decision names them."""
        return tuple(looked.report.id for looked in self.reports if looked.report.status == "open")


class Queue:
    """Reads cases. Each may raise SQLAlchemy's errors: the desk is nothing without SQL."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def open(self, many: int = 50) -> list[Case]:
        """The open cases, most severe first, then who has waited longest."""
        severity, since = func.max(Report.severity), func.min(Report.filed_ms)
        query = (
            select(  # type: ignore[call-overload]  # typed up to four columns
                Report.target, severity, since, func.count(), func.count(func.distinct(Report.reporter))
            )
            .where(Report.status == "open")
            .group_by(Report.target)
            .order_by(severity.desc(), since, Report.target)
            .limit(many)
        )
        async with self._sessions() as session:
            return [Case(*row) for row in await session.execute(query)]

    async def look(self, who: str, target: str) -> File:
        """All about a visitor, for the moderator `who`; looking at evidence is itself on record."""
        async with self._sessions() as session, session.begin():
            query = (
                select(Report, Evidence)
                .outerjoin(Evidence, col(Evidence.report) == col(Report.id))
                .where(Report.target == target)
                .order_by(col(Report.filed_ms).desc())
            )
            rows = (await session.execute(query)).all()
            shown = [report.id for report, evidence in rows if evidence]
            # Before anything is shown: a look that cannot be recorded does not happen.
            await record(
                session,
                who,
                "look",
                f"visitor:{target}",
                f"evidence of {', '.join(shown) or 'none'}",
                now_ms(),
            )
            trust = await reputations(session, {report.reporter for report, _ in rows})
            looked = [
                Looked(
                    report,
                    evidence.words if evidence else "",
                    evidence.said if evidence else [],
                    evidence.held_until_ms if evidence else 0,
                    trust[report.reporter],
                )
                for report, evidence in rows
            ]
            return File(
                target, looked, await _sanctions(session, target), await _observations(session, target)
            )

    async def oldest_severe(self) -> int | None:
        """When the oldest open severe report was filed, in ms, or None.

        One that could not be written counts as if it had been, and so does one whose reason nobody can read.
        """
        written = select(func.min(Report.filed_ms)).where(
            Report.status == "open", col(Report.severity) >= SEVERE
        )
        aside = select(func.min(SetAside.at_ms)).where(
            SetAside.outbox == "reports", col(SetAside.what).not_in(_MILD)
        )
        async with self._sessions() as session:
            found = (await session.scalar(written), await session.scalar(aside))
        return min((filed for filed in found if filed is not None), default=None)


async def _sanctions(session: AsyncSession, target: str) -> list[Sanction]:
    query = select(Sanction).where(Sanction.kind == SubjectKind.VISITOR, Sanction.subject == target)
    return list((await session.scalars(query.order_by(col(Sanction.id).desc()))).all())


async def _observations(session: AsyncSession, target: str) -> list[Observation]:
    query = select(Observation).where(Observation.visitor == target)
    return list((await session.scalars(query.order_by(col(Observation.at_ms).desc()))).all())
