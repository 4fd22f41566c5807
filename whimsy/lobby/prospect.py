"""What whoever waits may expect, from what was counted in the last quarter of an hour; never invented."""

from collections.abc import Sequence
from typing import Literal, TypedDict

QUARTER = 15
"""Minutes that are looked back."""
_QUICK_MS = 60_000
_ENOUGH = 5
"""Waits of which something may be said."""


class Prospect(TypedDict):
    """kind: "quick" when most waits were under a minute, "every" when somebody came about every so many
    minutes, "rare" when hardly anybody did, "" while nothing is known; waiting: how many search now.
    """

    kind: Literal["", "quick", "every", "rare"]
    minutes: int
    waiting: int


UNKNOWN = Prospect(kind="", minutes=0, waiting=0)


def prospect(people: int, waits: Sequence[int], waiting: int) -> Prospect:
    """people: who came to search, with whoever waits now; waits: that ended in a match, in ms;
    waiting: who searches now.
    """
    quick = sum(wait < _QUICK_MS for wait in waits)
    others = people - 1
    kind: Literal["quick", "every", "rare"] = "every" if others > 1 else "rare"
    if len(waits) >= _ENOUGH and 2 * quick > len(waits):
        kind = "quick"
    minutes = max(1, round(QUARTER / others)) if kind == "every" else 0
    return Prospect(kind=kind, minutes=minutes, waiting=waiting)
