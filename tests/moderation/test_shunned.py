"""Who is rung off again and again is noted, by that alone; who rings off is not."""

from __future__ import annotations

import pytest

from tests.moderation.house import House
from whimsy.events import Entry
from whimsy.moderation.observation import Observation
from whimsy.moderation.shunned import Shunned, cut_short
from whimsy.storage.keys import VIDEO, new_room


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


@pytest.fixture
def shunned(house: House) -> Shunned:
    return Shunned(house.town.store, house.observations, house.settings)


async def test_five_calls_cut_short_are_noted(house: House, shunned: Shunned):
    """Fails without `short_calls`."""
    noted = [await shunned.ended("v", "home", new_room(VIDEO), 2) for _ in range(5)]
    assert noted == [False] * 4 + [True]
    await house.observations.flush()
    [seen] = await house.rows(Observation)
    assert (seen.visitor, seen.address, seen.kind, seen.weight) == ("v", "home", "short_calls", 0.5)


async def test_one_room_counts_once_and_long_calls_never(shunned: Shunned, house: House):
    """Fails when calls are counted instead of rooms."""
    room = new_room(VIDEO)
    for _ in range(20):
        assert not await shunned.ended("v", "home", room, 2)
        assert not await shunned.ended("v", "home", new_room(VIDEO), 60)
        assert not await shunned.ended("v", "home", new_room(VIDEO), None)
    [key] = await house.town.client.keys("whimsy:{shunned:*")
    assert 0 < await house.town.client.pttl(key) <= 1_800_000
