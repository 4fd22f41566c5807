"""Numbers that were measured: a middle, and how far they spread."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest measured value that `share` (0 to 1) of all values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


@dataclass(frozen=True, slots=True)
class Sample:
    """Repetitions of one measurement."""

    values: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.values)

    def show(self, digits: int = 0) -> str:
        """`middle (min–max)`."""
        if len(self.values) == 1:
            return f"{self.middle:,.{digits}f}"
        return f"{self.middle:,.{digits}f} ({min(self.values):,.{digits}f}–{max(self.values):,.{digits}f})"
