"""What was promised with which numbers, and how a promise that was broken is reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.history.history import Record


@dataclass(frozen=True)
class Rules:
    """What the server was started with, and how long a view may lag. Seconds."""

    cooldown: float = 600
    relaxed_after: float = 15
    widened_after: float = 10
    lines_kept: int = 500
    self_match: bool = False
    sanctioned: frozenset[str] = frozenset()
    blocked: frozenset[frozenset[str]] = frozenset()
    moment: float = 5
    paired_within: float = 2
    away_within: float = 10
    released_within: float = 30


@dataclass(frozen=True)
class Violation:
    """A promise that was broken, and the records that prove it."""

    promise: str
    says: str
    proof: list[Record] = field(default_factory=list)

    def __str__(self) -> str:
        return "\n".join([f"{self.promise}: {self.says}", *(f"    {record}" for record in self.proof)])


Found = Iterator[Violation]
