"""What a sanction is: a step of the ladder, on a visitor or on an address, always with an end."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import BigInteger, Index
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel

from whimsy import errors
from whimsy.moderation.clock import DAY, HOUR
from whimsy.moderation.report import Reason

AUTO = "auto"
"""Who imposed what the ladder decided by itself."""


class Step(StrEnum):
    """Steps on a visitor, mild first; and what may be asked of an address, which is never one person."""

    WARN = "warn"
    COOLDOWN = "cooldown"
    SHADOW = "shadow"
    BAN = "ban"
    PROOF = "proof"


AUTOMATIC = (Step.WARN, Step.COOLDOWN, Step.SHADOW)
"""What may be imposed without a person; a ban never is."""
ON_ADDRESS = {Step.PROOF: DAY, Step.COOLDOWN: HOUR}
"""What may lie on an address, and for how long at most (ms). It is a household, a school or a whole NAT:
proof of work, or a short pause, and nothing else."""


class SubjectKind(StrEnum):
    """What a sanction lies on."""

    VISITOR = "visitor"
    ADDRESS = "address"


class Sanction(SQLModel, table=True):
    """One sanction: on whom, what, why, by whom, until when; lifted_ms when a person took it back.

    copied: Redis has been told of its present form.
    """

    __tablename__ = "sanction"
    # An id is never used again: appeals and Redis's copy name it.
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

    Raises Refused for a step that must not lie on an address, or not on a visitor, or not without a person.
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
