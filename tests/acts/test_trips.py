"""How often Redis is asked: counted, as a timing would depend on the machine."""

from __future__ import annotations

from collections import Counter

from tests.acts.people import People
from whimsy.acts.beat import Beat


async def test_a_beat_is_one_trip_whatever_it_holds(people: People, steps):
    """Fails when tabs are renewed one by one."""
    for _ in range(3):
        await people.pair()
    beat = Beat(people.office)
    await beat.beat()  # it also renews what lives for an hour
    steps.clear()
    await beat.beat()
    assert steps == ["presence/renew.lua"]


async def test_a_headcount_is_one_trip_whatever_it_counts(people: People, steps):
    for _ in range(3):
        await people.pair()
    steps.clear()
    await Beat(people.office).count()
    assert len(steps) == 1


async def test_a_start_asks_each_thing_once(people: People, steps):
    """Fails when a search asks anything twice; the budgets are the visitor's and the address's."""
    one = await people.person()
    steps.clear()
    await one.search()
    assert Counter(steps) == {
        "visitors/budgets.lua": 2,
        "moderation/standing.lua": 1,
        "visitors/skips.lua": 1,
        "visitors/pass.lua": 1,
        "visitors/take.lua": 1,
        "lobby/claim.lua": 1,
    }
