"""What waits for moderators: open reports by whom they are about, the severe and the old ones first."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, func, select

from whimsy.moderation.audit import record
from whimsy.moderation.clock import now_ms
from whimsy.moderation.observation import Observation
from whimsy.moderation.report import SEVERE, Evidence, Reason, Report
from whimsy.moderation.reputation import Reputation, reputations
from whimsy.moderation.sanction import Sanction, SubjectKind, upon
from whimsy.storage.outbox import Sessions
from whimsy.storage.set_aside import SetAside

_MILD = [reason for reason in Reason if reason.severity < SEVERE]


@dataclass(frozen=True, slots=True)
class Case:
    """All open reports about a visitor. since_ms: when the oldest was filed; reporters: how many people."""

    target: str
    severity: int
    since_ms: int
    reports: int
    reporters: int


@dataclass(frozen=True, slots=True)
class Looked:
    """A report as a moderator sees it. trust: the reporter's reputation; nothing else is told of them."""

    report: Report
    words: str
    said: list[dict[str, Any]]
    held_until_ms: int
    trust: Reputation


@dataclass(frozen=True, slots=True)
class File:
    """All that is known of a visitor: open and old reports, sanctions, observations."""

    target: str
    reports: list[Looked]
    sanctions: list[Sanction]
    observations: list[Observation]

    @property
    def seen(self) -> tuple[str, ...]:
        """The ids of the open reports, which a decision has to name."""
        return tuple(looked.report.id for looked in self.reports if looked.report.status == "open")


class Queue:
    """Reads cases. Each may raise SQLAlchemy's errors, as the desk cannot work without SQL."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def open(self, many: int = 50) -> list[Case]:
        """The open cases: the most severe first, then those that have waited longest."""
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
        """The file of a visitor, for the moderator `who`. The look at evidence is on record."""
        async with self._sessions() as session, session.begin():
            query = (
                select(Report, Evidence)
                .outerjoin(Evidence, col(Evidence.report) == col(Report.id))
                .where(Report.target == target)
                .order_by(col(Report.filed_ms).desc())
            )
            rows = (await session.execute(query)).all()
            shown = ", ".join(report.id for report, evidence in rows if evidence) or "none"
            # Before anything is shown, so that no look goes unrecorded.
            await record(session, who, "look", f"visitor:{target}", f"evidence of {shown}", now_ms())
            trust = await reputations(session, {report.reporter for report, _ in rows})
            looked = [Looked(report, *_shown(evidence), trust[report.reporter]) for report, evidence in rows]
            return File(
                target, looked, await _sanctions(session, target), await _observations(session, target)
            )

    async def oldest_severe(self) -> int | None:
        """When the oldest open severe report was filed, in ms, or None.

        A report that was set aside counts, too, even if its reason cannot be read.
        """
        written, aside = select(func.min(Report.filed_ms)), select(func.min(SetAside.at_ms))
        written = written.where(Report.status == "open", col(Report.severity) >= SEVERE)
        aside = aside.where(SetAside.outbox == "reports", col(SetAside.what).not_in(_MILD))
        async with self._sessions() as session:
            found = (await session.scalar(written), await session.scalar(aside))
        return min((filed for filed in found if filed is not None), default=None)


def _shown(evidence: Evidence | None) -> tuple[str, list[dict[str, Any]], int]:
    return (evidence.words, evidence.said, evidence.held_until_ms) if evidence else ("", [], 0)


async def _sanctions(session: AsyncSession, target: str) -> list[Sanction]:
    query = select(Sanction).where(upon(SubjectKind.VISITOR, target))
    return list((await session.scalars(query.order_by(col(Sanction.id).desc()))).all())


async def _observations(session: AsyncSession, target: str) -> list[Observation]:
    query = select(Observation).where(Observation.visitor == target)
    return list((await session.scalars(query.order_by(col(Observation.at_ms).desc()))).all())
