"""Who is rung off again and again is noted, by that alone; who rings off is not."""

from __future__ import annotations

import pytest

from tests.moderation.house import House
from whimsy.moderation.observation import Observation
from whimsy.moderation.shunned import Shunned
from whimsy.storage.keys import VIDEO, new_room


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
