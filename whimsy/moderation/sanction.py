"""Sanctions as SQL keeps them: a step on a visitor or on an address, always with an end."""

from enum import StrEnum

from sqlalchemy import BigInteger, ColumnElement, Index
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, and_, col

from whimsy import errors
from whimsy.moderation.clock import DAY, HOUR
from whimsy.moderation.report import Reason

AUTO = "auto"
"""The name under which the ladder imposes."""


class Step(StrEnum):
    """The steps on a visitor, mild ones first, and the proof of work, which is asked of addresses only."""

    WARN = "warn"
    COOLDOWN = "cooldown"
    SHADOW = "shadow"
    BAN = "ban"
    PROOF = "proof"


AUTOMATIC = (Step.WARN, Step.COOLDOWN, Step.SHADOW)
"""What may be imposed without a moderator."""
ON_ADDRESS = {Step.PROOF: DAY, Step.COOLDOWN: HOUR}
"""Steps on an address, and their longest terms (ms). It may be that of a household, a school, a whole NAT."""


class SubjectKind(StrEnum):
    VISITOR = "visitor"
    ADDRESS = "address"


class Sanction(SQLModel, table=True):
    """One sanction. lifted_ms: when a moderator took it back; copied: whether Redis has its present form."""

    __tablename__ = "sanction"
    # No id is used again, as appeals and the copy in Redis name it.
    __table_args__ = (Index("ix_sanction_subject", "kind", "subject"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=10)
    subject: str = Field(max_length=64)
    step: str = Field(max_length=10)
    reason: str = Field(max_length=20)
    imposed_by: str = Field(max_length=64)
    imposed_ms: int = Field(sa_type=BigInteger)
    until_ms: int = Field(sa_type=BigInteger, index=True)
    lifted_ms: int | None = Field(default=None, sa_type=BigInteger)
    lifted_by: str = Field(default="", max_length=64)
    copied: bool = Field(default=False, index=True)


def upon(kind: SubjectKind, subject: str) -> ColumnElement[bool]:
    """For a query: the sanctions on this visitor or address."""
    return and_(col(Sanction.kind) == kind, col(Sanction.subject) == subject)


def in_force(now: int) -> ColumnElement[bool]:
    """For a query: the sanctions that neither ended nor were lifted by `now` (ms)."""
    return and_(col(Sanction.until_ms) > now, col(Sanction.lifted_ms).is_(None))


async def impose(
    session: AsyncSession,
    kind: SubjectKind,
    subject: str,
    step: Step,
    reason: Reason,
    by: str,
    now: int,
    ms: int,
) -> Sanction:
    """Add a sanction for `ms` milliseconds to the session's transaction; returns its row, with its id.

    Raises Refused for a step that may not be on an address, or on a visitor, or without a moderator.
    """
    if kind == SubjectKind.ADDRESS:
        if step not in ON_ADDRESS:
            raise errors.Refused
        ms = min(ms, ON_ADDRESS[step])
    elif step == Step.PROOF or (by == AUTO and step not in AUTOMATIC):
        raise errors.Refused
    sanction = Sanction(
        kind=kind, subject=subject, step=step, reason=reason, imposed_by=by, imposed_ms=now, until_ms=now + ms
    )
    session.add(sanction)
    await session.flush()
    return sanction
