"""Appeals: a sanctioned visitor says once why a sanction is wrong.

Nothing that a visitor can see here tells who reported them.
"""

from dataclasses import dataclass

from sqlalchemy import BigInteger, ColumnElement, Text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, SQLModel, col, select

from whimsy import errors
from whimsy.moderation.clock import now_ms
from whimsy.moderation.report import Reason
from whimsy.moderation.sanction import Sanction, Step, SubjectKind, in_force, upon
from whimsy.rooms.text import clean_text
from whimsy.storage.outbox import Sessions
from whimsy.storage.sql import needed

MAX_APPEAL = 1000
"""Longest appeal, in graphemes."""


class Appeal(SQLModel, table=True):
    """One appeal. outcome: "" while it waits, "granted" (the sanction is lifted) or "upheld"."""

    __tablename__ = "appeal"

    id: int | None = Field(default=None, primary_key=True)
    sanction: int = Field(unique=True)
    visitor: str = Field(max_length=64)
    text: str = Field(sa_type=Text)
    filed_ms: int = Field(sa_type=BigInteger, index=True)
    outcome: str = Field(default="", max_length=10)
    decided_ms: int | None = Field(default=None, sa_type=BigInteger)
    decided_by: str = Field(default="", max_length=64)


@dataclass(frozen=True, slots=True)
class Imposed:
    """A sanction as its visitor sees it. appeal: "" for none, "waiting", "granted" or "upheld"."""

    id: int
    step: Step
    reason: Reason
    since_ms: int
    until_ms: int
    lifted: bool
    appeal: str


def parse_appeal(raw: object) -> str:
    return clean_text(raw, MAX_APPEAL, 4 * MAX_APPEAL)


class Appeals:
    """What visitors see and say of their sanctions. Each raises Unavailable when SQL is away."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def imposed(self, visitor: str) -> list[Imposed]:
        """The visitor's sanctions that have not ended, newest first."""
        query = (
            select(Sanction, Appeal)
            .outerjoin(Appeal, col(Appeal.sanction) == col(Sanction.id))
            .where(_theirs(visitor), col(Sanction.until_ms) > now_ms())
            .order_by(col(Sanction.id).desc())
        )
        async with needed(self._sessions) as session:
            return [_shown(sanction, appeal) for sanction, appeal in await session.execute(query)]

    async def file(self, visitor: str, sanction: int, text: str) -> bool:
        """Appeal one of the visitor's own sanctions; returns False when it was appealed before.

        text: from `parse_appeal`. Raises Refused for a sanction that is not theirs, or has ended.
        """
        now = now_ms()
        query = select(Sanction).where(Sanction.id == sanction, _theirs(visitor), in_force(now))
        async with needed(self._sessions) as session:
            try:
                async with session.begin():
                    if await session.scalar(query) is None:
                        raise errors.Refused
                    session.add(Appeal(sanction=sanction, visitor=visitor, text=text, filed_ms=now))
            except IntegrityError:
                return False  # pressed twice, or in two tabs
        return True

    async def waiting(self, many: int = 50) -> list[tuple[Appeal, Sanction | None]]:
        """The appeals without an answer, oldest first, each with its sanction."""
        query = (
            select(Appeal, Sanction)
            .outerjoin(Sanction, col(Appeal.sanction) == col(Sanction.id))
            .where(Appeal.outcome == "")
            .order_by(col(Appeal.filed_ms), col(Appeal.id))
            .limit(many)
        )
        async with self._sessions() as session:
            return [(appeal, sanction) for appeal, sanction in await session.execute(query)]


def _theirs(visitor: str) -> ColumnElement[bool]:
    # Nobody is told of the shadow pool, so nobody can appeal it; it is short and ends by itself.
    return upon(SubjectKind.VISITOR, visitor) & (col(Sanction.step) != Step.SHADOW)


def _shown(sanction: Sanction, appeal: Appeal | None) -> Imposed:
    return Imposed(
        sanction.id or 0, Step(sanction.step), Reason(sanction.reason),
        sanction.imposed_ms, sanction.until_ms, sanction.lifted_ms is not None,
        (appeal.outcome or "waiting") if appeal else "",
    )  # fmt: skip
