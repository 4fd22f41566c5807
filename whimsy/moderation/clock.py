"""The time of day as SQL rows keep it. What decides who is alive or sanctioned uses Redis's own clock."""

from __future__ import annotations

import time

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
"""In milliseconds."""


def now_ms() -> int:
    """Milliseconds since 1970 (UTC)."""
    return int(time.time() * 1000)


def in_words(ms: int) -> str:
    """A wait as a person says it, rounded up: "less than a minute", "25 minutes", "3 hours", "12 days"."""
    for unit, name in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        # From two of a unit on it is exact enough; below that the next smaller one says more.
        if ms >= 2 * unit or (unit == MINUTE and ms > MINUTE // 2):
            many = -(-ms // unit)
            return f"{many} {name}{'s' if many != 1 else ''}"
    return "less than a minute"
