"""The time of day as SQL rows keep it. What decides who is alive or sanctioned uses Redis's own clock."""

from __future__ import annotations

import time

from whimsy import durations

HOUR, DAY = 3_600_000, 86_400_000
"""In milliseconds."""


def now_ms() -> int:
    """Milliseconds since 1970 (UTC)."""
    return int(time.time() * 1000)


def in_words(ms: int) -> str:
    """A wait of so many milliseconds as a person says it, rounded up to minutes, hours or days."""
    return durations.wait(ms / 1000, finest="minute")
