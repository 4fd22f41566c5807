"""Random waits: processes that lost something at the same moment must not all come back at the same moment.

Source: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
"""

import random


def between(least: float, most: float) -> float:
    """Seconds from `least` to `most`."""
    return random.uniform(least, most)  # noqa: S311
