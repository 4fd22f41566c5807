"""Steps without a moderator: loads what is known of a visitor, asks the ladder, imposes what it says."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from whimsy.moderation.audit import record
from whimsy.moderation.clock import DAY, now_ms
from whimsy.moderation.ladder import Accusation, Earlier, LadderRules, Sign, due_step
from whimsy.moderation.observation import Observation
from whimsy.moderation.report import Reason, Report
from whimsy.moderation.reputation import reputations
from whimsy.moderation.sanction import AUTO, Sanction, Step, SubjectKind, impose, upon
from whimsy.settings import Settings

_REMEMBERED_MS = 30 * DAY
"""How long after a sanction the next automatic step is higher."""


class Automatic:
    """Works in the transaction that wrote something new about the visitors."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        window_ms = int(settings.ladder_window * 1000)
        self._rules = LadderRules(settings.ladder_reporters, window_ms, _REMEMBERED_MS)

    async def escalate(self, session: AsyncSession, visitors: set[str]) -> None:
        """Impose the step that is due on each of `visitors`, with its line in the audit."""
        for visitor in sorted(visitors - {""}):
            await self._escalate(session, visitor, now_ms())

    async def _escalate(self, session: AsyncSession, visitor: str, now: int) -> None:
        since = now - self._rules.window_ms
        filed = select(Report).where(Report.target == visitor, Report.status != "dismissed")
        filed = filed.where(Report.filed_ms > since).order_by(col(Report.filed_ms))
        noted = select(Observation).where(Observation.visitor == visitor, Observation.at_ms > since)
        imposed = select(Sanction).where(upon(SubjectKind.VISITOR, visitor))
        reports = (await session.scalars(filed)).all()
        seen = (await session.scalars(noted)).all()
        verdict = due_step(
            await self._accusations(session, visitor, reports),
            [Sign(found.weight, found.at_ms) for found in seen],
            [Earlier(was.imposed_ms, was.lifted_ms is not None) for was in await session.scalars(imposed)],
            self._rules,
            now,
        )
        if verdict is None:
            return
        step, reason, ms = verdict.step, verdict.reason, duration(verdict.step, self._settings)
        given = await impose(session, SubjectKind.VISITOR, visitor, step, reason, AUTO, now, ms)
        await record(session, AUTO, step, f"visitor:{visitor}", f"sanction {given.id}: {reason}", now)
        addresses = [*(r.target_address for r in reversed(reports)), *(found.address for found in seen)]
        if step != Step.WARN and (address := next(filter(None, addresses), "")):
            await ask_proof(session, address, reason, AUTO, now, self._settings)

    async def _accusations(
        self, session: AsyncSession, target: str, reports: Sequence[Report]
    ) -> list[Accusation]:
        known = await reputations(session, {report.reporter for report in reports})
        rooms = [report.room for report in reports]
        mine = select(Report.room, Report.filed_ms).where(
            Report.reporter == target, col(Report.room).in_(rooms)
        )
        told_first = dict((await session.execute(mine)).all())
        return [
            Accusation(
                r.reporter, r.reporter_address, r.room, Reason(r.reason), r.filed_ms,
                known[r.reporter].weight, told_first.get(r.room, r.filed_ms) < r.filed_ms,
            )
            for r in reports
            if r.reporter != target
        ]  # fmt: skip


async def ask_proof(
    session: AsyncSession, address: str, reason: Reason, by: str, now: int, settings: Settings
) -> None:
    """Ask an address for proofs of work: whoever evades a sanction pays, a neighbour can still chat."""
    ms = int(settings.sanction_address * 1000)
    given = await impose(session, SubjectKind.ADDRESS, address, Step.PROOF, reason, by, now, ms)
    await record(session, by, Step.PROOF, "address", f"sanction {given.id}: {reason}", now)


def duration(step: Step, settings: Settings) -> int:
    """How long a step lasts, in milliseconds, unless a moderator says otherwise."""
    seconds = {
        Step.WARN: settings.sanction_warning,
        Step.COOLDOWN: settings.sanction_cooldown,
        Step.SHADOW: settings.sanction_shadow,
        Step.BAN: settings.sanction_ban_days * 86400,
    }[step]
    return int(seconds * 1000)
