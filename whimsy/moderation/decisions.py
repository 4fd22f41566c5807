"""What moderators decide: each in one transaction with its line in the audit, and copied to Redis at once."""

from collections.abc import Collection
from contextlib import suppress

from sqlalchemy import Update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select, update

from whimsy import errors
from whimsy.moderation.appeals import Appeal
from whimsy.moderation.audit import record
from whimsy.moderation.automatic import ask_proof, duration
from whimsy.moderation.clock import DAY, now_ms
from whimsy.moderation.report import Evidence, Reason, Report
from whimsy.moderation.sanction import Sanction, Step, SubjectKind, impose
from whimsy.moderation.sanctions import Sanctions
from whimsy.settings import Settings
from whimsy.storage.outbox import Sessions

_LONGEST_MS = 365 * DAY
"""The longest sanction: whoever was banned a year ago may be somebody else by now, or grown up."""


class Decisions:
    """The decisions of the desk. who: the moderator, from `Desk.who`, never from the browser.

    Each raises CaseChanged if what it decides on is not as it was shown.
    """

    def __init__(self, sessions: Sessions, sanctions: Sanctions, settings: Settings) -> None:
        self._sessions = sessions
        self._sanctions = sanctions
        self._settings = settings

    async def dismiss(self, who: str, target: str, seen: Collection[str]) -> None:
        """Close the reports `seen` about `target` as unfounded; their reporters lose reputation."""
        async with self._sessions() as session, session.begin():
            await _close(session, who, target, seen, "dismissed")
            await record(session, who, "dismiss", f"visitor:{target}", ", ".join(seen), now_ms())

    async def sanction(
        self, who: str, target: str, seen: Collection[str], step: Step, reason: Reason, ms: int | None = None
    ) -> int:
        """Impose `step` on `target`; returns the sanction's id. ms: how long, None for the usual.

        Closes the reports `seen` as accepted, and their reporters gain reputation. There may be none, as the
        file alone can be reason enough. The target's address, if known, must do proofs of work for a while.
        """
        if step not in (Step.WARN, Step.COOLDOWN, Step.SHADOW, Step.BAN):
            raise errors.Malformed
        now = now_ms()
        ms = max(1, min(ms or duration(step, self._settings), _LONGEST_MS))
        async with self._sessions() as session, session.begin():
            if seen:
                await _close(session, who, target, seen, "accepted")
            given = await impose(session, SubjectKind.VISITOR, target, step, reason, who, now, ms)
            detail = f"sanction {given.id}: {reason}, {ms} ms"
            await record(session, who, step, f"visitor:{target}", detail, now)
            known = select(Report.target_address).where(Report.target == target, Report.target_address != "")
            address = await session.scalar(known.order_by(col(Report.filed_ms).desc()).limit(1))
            if address and step != Step.WARN:
                await ask_proof(session, address, reason, who, now, self._settings)
        await self._copy_to_redis()
        return given.id or 0

    async def lift(self, who: str, sanction: int, why: str) -> None:
        async with self._sessions() as session, session.begin():
            await _lift(session, who, sanction, why)
        await self._copy_to_redis()

    async def answer(self, who: str, appeal: int, why: str, *, grant: bool) -> None:
        """Answer an appeal: grant it, which lifts the sanction, or let the sanction stand."""
        async with self._sessions() as session, session.begin():
            outcome, now = "granted" if grant else "upheld", now_ms()
            unanswered = update(Appeal).where(col(Appeal.id) == appeal, col(Appeal.outcome) == "")
            await _change(session, unanswered.values(outcome=outcome, decided_ms=now, decided_by=who))
            found = await session.get_one(Appeal, appeal)
            await record(session, who, outcome, f"appeal:{appeal}", why, now)
            was = await session.get(Sanction, found.sanction)
            if grant and was and was.lifted_ms is None:
                await _lift(session, who, found.sanction, f"appeal {appeal}")
        await self._copy_to_redis()

    async def hold(self, who: str, report: str, why: str) -> None:
        """Keep the evidence of a report beyond its term, for the reason `why`. A hold ends by itself."""
        if not why.strip():
            raise errors.Malformed
        await self._hold(who, "hold", report, now_ms() + int(self._settings.hold_days * DAY), why)

    async def release(self, who: str, report: str, why: str) -> None:
        """End a hold: the next sweep deletes the evidence if its term is over."""
        await self._hold(who, "release", report, 0, why)

    async def _hold(self, who: str, act: str, report: str, until: int, why: str) -> None:
        async with self._sessions() as session, session.begin():
            evidence = update(Evidence).where(col(Evidence.report) == report)
            await _change(session, evidence.values(held_until_ms=until, hold=why, held_by=who))
            await record(session, who, act, f"report:{report}", why, now_ms())

    async def _copy_to_redis(self) -> None:
        # SQL has it, and the chore copies it when Redis is back.
        with suppress(errors.Unavailable):
            await self._sanctions.copy()


async def _close(session: AsyncSession, who: str, target: str, seen: Collection[str], status: str) -> None:
    """Close the reports that the moderator saw; raises CaseChanged if one of them was closed meanwhile."""
    if not seen:
        raise errors.CaseChanged
    still = col(Report.id).in_(seen), col(Report.target) == target, col(Report.status) == "open"
    closing = update(Report).where(*still).values(status=status, closed_ms=now_ms(), closed_by=who)
    await _change(session, closing, len(set(seen)))


async def _lift(session: AsyncSession, who: str, sanction: int, why: str) -> None:
    now = now_ms()
    standing = update(Sanction).where(col(Sanction.id) == sanction, col(Sanction.lifted_ms).is_(None))
    await _change(session, standing.values(lifted_ms=now, lifted_by=who, copied=False))
    await record(session, who, "lift", f"sanction:{sanction}", why, now)


async def _change(session: AsyncSession, change: Update, rows: int = 1) -> None:
    """Make a change; raises CaseChanged unless it finds this many rows as the moderator saw them."""
    if (await session.execute(change)).rowcount != rows:  # type: ignore[attr-defined]
        raise errors.CaseChanged
