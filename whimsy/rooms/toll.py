"""What a text costs its author: a use of a budget, and counts of the rooms in which the same was said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whimsy.visitors.budgets import Budget

_MOST = 512
"""Rooms that a set holds; nobody needs to know of more."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Something said, counted by the rooms it was said in. key: of the set; room: in a word for this room.

    limit: above so many rooms the text is not posted, 0 for never.
    """

    key: str
    room: str
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Toll:
    """budget: which pays; counted: what is counted, over `window_ms` milliseconds."""

    budget: Budget
    counted: Sequence[Counted]
    window_ms: int

    @property
    def keys(self) -> Iterator[str]:
        """The keys that the step needs."""
        yield self.budget.key
        for thing in self.counted:
            yield thing.key

    @property
    def args(self) -> Iterator[str | int]:
        """What the step takes, as rooms/toll.lua has it."""
        yield from (*self.budget.args, self.window_ms, _MOST)
        for thing in self.counted:
            yield from (thing.room, thing.limit)
