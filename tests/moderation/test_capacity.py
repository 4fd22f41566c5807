"""Video slows, then stops, by the age of the oldest severe report alone."""

from __future__ import annotations

import pytest

from whimsy.moderation import capacity
from whimsy.moderation.capacity import Capacity
from whimsy.settings import Settings

SETTINGS = Settings(severe_slow_after=60, severe_stop_after=600, severe_slow=7)
NOW = 1_000_000_000


class Oldest:
    """The queue's one answer: when the oldest severe report was filed, or that SQL is away."""

    answer: int | Exception | None = None

    async def oldest_severe(self) -> int | None:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def now(monkeypatch) -> list[int]:
    moment = [NOW]
    monkeypatch.setattr(capacity, "now_ms", lambda: moment[0])
    return moment


@pytest.mark.parametrize(
    ("filed", "video", "wait"),
    [
        (None, "open", 0), (NOW, "open", 0), (NOW + 99_000, "open", 0), (NOW - 60_000, "open", 0),
        (NOW - 60_001, "slow", 7), (NOW - 600_000, "slow", 7), (NOW - 600_001, "stopped", 0),
    ],
)  # fmt: skip
async def test_video_goes_as_the_oldest_report_lets_it(now, filed, video, wait):
    queue = Oldest()
    queue.answer = filed
    seen = Capacity(queue, SETTINGS)
    assert (seen.video, seen.wait) == ("open", 0)
    await seen.look()
    assert (seen.video, seen.wait) == (video, wait)


async def test_while_sql_is_away_the_last_is_true_only_older(now):
    """Fails without `except AWAY`, or when an error empties the queue: an outage would open video."""
    queue = Oldest()
    queue.answer = NOW - 61_000
    seen = Capacity(queue, SETTINGS)
    await seen.look()
    queue.answer = OSError("away")
    await seen.look()
    assert seen.video == "slow"
    now[0] += 600_000
    assert seen.video == "stopped"
