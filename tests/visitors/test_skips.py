"""Short chats are counted of who leaves them; calm, and chats that last, make up for them."""

from __future__ import annotations

import pytest

from whimsy.errors import TooFast
from whimsy.settings import Settings
from whimsy.visitors.skips import Skips


@pytest.fixture
def skips(town) -> Skips:
    return Skips(town.store, Settings())


async def test_a_few_short_chats_cost_nothing(skips):
    for _ in range(5):
        skipping = await skips.left("v", 1)
        assert (skipping.wait, skipping.many) == (0, False)
        (await skips.of("v")).check()


async def test_from_the_sixth_on_one_waits_twice_as_long_each_time(town, skips):
    """Fails without the doubling in skips.lua."""
    waits = []
    for _ in range(14):
        skipping = await skips.left("v", 1)
        waits.append(round(skipping.wait))
        town.sleep(skipping.wait + 1)
    assert waits == [0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 60, 60, 60, 60]
    assert (await skips.of("somebody else")).n == 0


async def test_who_waits_is_told_how_long_and_nothing_else(skips):
    for _ in range(8):
        await skips.left("v", 1)
    with pytest.raises(TooFast, match="too_fast") as refused:
        (await skips.of("v")).check()
    assert refused.value.sentence == "That was too fast. Try again in 8 seconds."


async def test_a_chat_that_lasted_makes_up_for_two(skips):
    for _ in range(6):
        await skips.left("v", 1)
    assert (await skips.left("v", 300)).n == 4
    assert (await skips.left("w", 300)).n == 0


async def test_a_quiet_minute_makes_up_for_all(town, skips):
    """Fails without PEXPIRE in skips.lua."""
    for _ in range(3):
        await skips.left("v", 1)
    [key] = await town.client.keys("whimsy:{skips:*")
    assert 0 < await town.client.pttl(key) <= 60_000
    for _ in range(20):
        await skips.left("v", 1)
    assert 60_000 < await town.client.pttl(key) <= 120_000


async def test_a_count_without_an_end_is_never_kept(town, skips):
    await skips.left("v", 300)
    assert await town.client.keys("whimsy:{skips:*") == []
