"""Which calls the other side ended, as a room's log tells it."""

from __future__ import annotations

import pytest

from whimsy.events import Entry
from whimsy.moderation.shunned import cut_short


def log(*lines: tuple[str, str, int]) -> list[Entry]:
    return [Entry(i, "system", seat, at, code=code) for i, (code, seat, at) in enumerate(lines, 1)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lines", "lasted"),
    [
        ([("connected", "", 0), ("left", "b", 1000)], None),
        ([("connected", "", 0), ("video_on", "", 1000), ("left", "b", 4000)], 3),
        ([("connected", "", 0), ("video_on", "", 1000), ("left", "a", 4000)], None),
        ([("video_on", "", 1000), ("video_stopped", "b", 3000), ("left", "a", 90_000)], 2),
        ([("video_on", "", 1000), ("video_stopped", "a", 3000), ("left", "b", 4000)], None),
        ([("video_on", "", 1000), ("video_stopped", "b", 3000), ("video_on", "", 9000)], None),
        ([("video_on", "", 1000), ("left", "", 3000)], None),
    ],
)
def test_only_what_the_other_side_ended_counts(lines, lasted):
    assert cut_short(log(*lines), "a") == lasted
