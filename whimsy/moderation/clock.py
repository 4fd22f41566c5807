"""The time as rows of SQL keep it. Leases and sanctions in force go by Redis's own clock instead."""

import time

from whimsy import durations

HOUR, DAY = 3_600_000, 86_400_000
"""In milliseconds."""


def now_ms() -> int:
    """Milliseconds since 1970 (UTC)."""
    return int(time.time() * 1000)


def in_words(ms: int) -> str:
    """A wait of `ms` milliseconds as a person says it, rounded up to minutes, hours or days."""
    return durations.wait(ms / 1000, finest="minute")
