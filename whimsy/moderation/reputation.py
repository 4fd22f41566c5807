"""How far a reporter is believed, by what moderators decided on their reports (lila, ReportScore)."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, func, select

from whimsy.moderation.report import Report

_DISCARDED_AFTER = 5
"""After so many dismissed reports, with hardly one accepted, no other counts (lila, ReportDiscarder)."""


@dataclass(frozen=True, slots=True)
class Reputation:
    """How many reports of a visitor were accepted, and how many dismissed."""

    accepted: int = 0
    dismissed: int = 0

    @property
    def weight(self) -> float:
        """From 0 to 1; 0.5 for somebody who never reported before (Laplace's rule of succession)."""
        share = (self.accepted + 1) / (self.accepted + self.dismissed + 2)
        return 0.0 if self.dismissed >= _DISCARDED_AFTER and share < 0.25 else share


async def reputations(session: AsyncSession, reporters: Collection[str]) -> dict[str, Reputation]:
    rows = await session.execute(
        select(Report.reporter, Report.status, func.count())
        .where(col(Report.reporter).in_(reporters), col(Report.status) != "open")
        .group_by(Report.reporter, Report.status)
    )
    counts: dict[str, dict[str, int]] = {reporter: {} for reporter in reporters}
    for reporter, status, many in rows:
        counts[reporter][status] = many
    return {reporter: Reputation(**of) for reporter, of in counts.items()}
