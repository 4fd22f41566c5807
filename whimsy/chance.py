"""Waits by chance: who lost the same thing at the same moment must not come back at the same moment.

Source: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
"""

from __future__ import annotations

import random


def between(least: float, most: float) -> float:
    """A number of seconds from `least` to `most`, no secret."""
    return random.uniform(least, most)  # noqa: S311
