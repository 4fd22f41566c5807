"""What whoever waits is told to expect is counted, never invented."""

from __future__ import annotations

import pytest

from tests.town import Town
from whimsy.lobby.prospect import Prospect, prospect
from whimsy.storage.keys import VIDEO


@pytest.mark.parametrize(
    ("people", "waits", "told"),
    [
        (0, [], ("rare", 0)),
        (2, [], ("rare", 0)),
        (3, [], ("every", 8)),
        (6, [], ("every", 3)),
        (400, [], ("every", 1)),
        (9, [1_000] * 4, ("every", 2)),
        (9, [1_000] * 5, ("quick", 0)),
        (9, [1_000] * 3 + [90_000] * 3, ("every", 2)),
        (9, [1_000] * 4 + [90_000] * 3, ("quick", 0)),
    ],
)
def test_what_was_counted_is_put_in_words(people, waits, told):
    """Fails when few waits make a promise, or half of them, or when who waits counts as somebody else."""
    assert prospect(people, waits, 7) == Prospect(kind=told[0], minutes=told[1], waiting=7)


async def test_people_count_once_and_for_a_quarter_of_an_hour(town: Town):
    """Fails when Start and Stop make one visitor many, or when who came long ago still counts."""
    one, *others = (town.citizen() for _ in range(4))
    assert (await town.lobby.prospect(one.cell))["kind"] == "rare"
    for _ in range(10):
        await one.enter()
        await one.cancel()
    assert (await town.lobby.prospect(one.cell))["kind"] == "rare"
    for other in others:
        await other.enter("a wish of each")
        await other.cancel()
    assert await town.lobby.prospect(one.cell) == Prospect(kind="every", minutes=5, waiting=0)
    assert (await town.lobby.prospect(VIDEO))["kind"] == "rare"
    town.sleep(16 * 60)
    assert (await town.lobby.prospect(one.cell))["kind"] == "rare"


async def test_a_double_click_is_no_second_arrival_and_a_match_is_two_waits(town: Town):
    """Fails when the waits of a match are not kept, or kept for ever."""
    for _ in range(3):
        one, other = town.citizen(), town.citizen()
        await one.enter()
        await one.enter()
        town.sleep(2)
        await other.enter()
    people, waits, _ = await town.store.step("lobby/prospects.lua", one.cell)
    assert people == 6 and len(waits) == 6
    assert sum(wait >= 2_000 for wait in waits) == 3
    assert (await town.lobby.prospect(one.cell))["kind"] == "quick"
    town.sleep(16 * 60)
    assert (await town.lobby.prospect(one.cell))["kind"] == "rare"


async def test_who_waits_is_counted_while_they_wait(town: Town):
    """Fails when it counts whoever has stopped, or whose page is gone."""
    one, other = town.citizen(), town.citizen()
    await one.enter("jazz")
    await other.enter("tea")
    assert (await town.lobby.prospect(one.cell))["waiting"] == 2
    await other.cancel()
    assert (await town.lobby.prospect(one.cell))["waiting"] == 1
    await one.part()
    assert (await town.lobby.prospect(one.cell))["waiting"] == 0
