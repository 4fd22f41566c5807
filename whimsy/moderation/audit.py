"""The record of who did what, and who looked at what.

Lines are only added: the database itself refuses to change one, or to delete a young one.
"""

from sqlalchemy import BigInteger, Text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select


class Audit(SQLModel, table=True):
    """One act, without any evidence. who: a moderator's name, or "auto"; subject: what it was done to."""

    __tablename__ = "audit"
    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    at_ms: int = Field(sa_type=BigInteger, index=True)
    who: str = Field(max_length=64, index=True)
    act: str = Field(max_length=30)
    subject: str = Field(max_length=100, index=True)
    detail: str = Field(default="", sa_type=Text)


async def record(session: AsyncSession, who: str, act: str, subject: str, detail: str, now: int) -> None:
    """Add a line to the transaction of the act, so that neither stands without the other."""
    session.add(Audit(at_ms=now, who=who, act=act, subject=subject, detail=detail))
    await session.flush()


async def lines(session: AsyncSession, before: int | None = None, many: int = 100) -> list[Audit]:
    """The newest lines, newest first; of those before the line `before`, if given."""
    query = select(Audit).order_by(col(Audit.id).desc()).limit(many)
    if before is not None:
        query = query.where(col(Audit.id) < before)
    return list((await session.scalars(query)).all())
