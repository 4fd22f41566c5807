"""Reports as SQL keeps them, and the closed list of reasons, each with its severity."""

from enum import IntEnum, StrEnum
from typing import Any, Literal

from sqlalchemy import JSON, BigInteger, Column, Text
from sqlmodel import Field, SQLModel

from whimsy.errors import Malformed


class Severity(IntEnum):
    """The order in which moderators look at cases. Child safety goes first."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CHILD = 4


class Reason(StrEnum):
    """Why somebody reports. The value is stored, and named by the browser."""

    CHILD_SAFETY = "child_safety"
    THREAT = "threat"
    SEXUAL = "sexual"
    HATE = "hate"
    HARASSMENT = "harassment"
    SCAM = "scam"
    SPAM = "spam"
    OTHER = "other"

    @property
    def severity(self) -> Severity:
        return _SEVERITY[self]

    @property
    def words(self) -> str:
        """What reporters choose from, and what a sanctioned visitor is told."""
        return _WORDS[self]


_SEVERITY = {
    Reason.CHILD_SAFETY: Severity.CHILD,
    Reason.THREAT: Severity.HIGH,
    Reason.SEXUAL: Severity.HIGH,
    Reason.HATE: Severity.MEDIUM,
    Reason.HARASSMENT: Severity.MEDIUM,
    Reason.SCAM: Severity.MEDIUM,
    Reason.SPAM: Severity.LOW,
    Reason.OTHER: Severity.LOW,
}
_WORDS = {
    Reason.CHILD_SAFETY: "a child in danger, or somebody under 18",
    Reason.THREAT: "threats or violence",
    Reason.SEXUAL: "unwanted nudity or sexual content",
    Reason.HATE: "hate",
    Reason.HARASSMENT: "harassment",
    Reason.SCAM: "a scam",
    Reason.SPAM: "spam or advertising",
    Reason.OTHER: "something else against the rules",
}

SEVERE = Severity.HIGH
"""The severity from which a case slows, then stops video while it waits too long."""


def parse_reason(raw: object) -> Reason:
    try:
        return Reason(str(raw))
    except ValueError:
        raise Malformed from None


Whom = Literal["partner", "asker"]
"""Whom somebody of a room reports or blocks: who talks with them, or who asked the question they discuss."""


def parse_whom(raw: object) -> Whom:
    """Read whom a browser named, by default the partner; raises Malformed."""
    match raw:
        case None | "partner":
            return "partner"
        case "asker":
            return "asker"
    raise Malformed


class Report(SQLModel, table=True):
    """Who reported whom, in which room, why, and what became of it: "open", "accepted" or "dismissed"."""

    __tablename__ = "report"

    id: str = Field(primary_key=True, max_length=32)
    room: str = Field(max_length=40)
    filed_ms: int = Field(sa_type=BigInteger, index=True)
    reason: str = Field(max_length=20)
    severity: int
    reporter: str = Field(max_length=64, index=True)
    reporter_address: str = Field(default="", max_length=64)
    target: str = Field(max_length=64, index=True)
    target_address: str = Field(default="", max_length=64)
    video: bool = False
    status: str = Field(default="open", max_length=12, index=True)
    closed_ms: int | None = Field(default=None, sa_type=BigInteger)
    closed_by: str = Field(default="", max_length=64)


class Evidence(SQLModel, table=True):
    """What was said in the reported room, and the reporter's own words. It is deleted first, unless held.

    said: the last messages as [{"seq", "at", "mine", "text"}], `mine` being the reporter's.
    held_until_ms: until when a hold keeps it; hold, held_by: why, and which moderator.
    """

    __tablename__ = "evidence"

    report: str = Field(primary_key=True, max_length=32, foreign_key="report.id")
    filed_ms: int = Field(sa_type=BigInteger, index=True)
    words: str = Field(default="", sa_column=Column(Text, nullable=False))
    said: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    held_until_ms: int = Field(default=0, sa_type=BigInteger)
    hold: str = Field(default="", sa_column=Column(Text, nullable=False))
    held_by: str = Field(default="", max_length=64)
