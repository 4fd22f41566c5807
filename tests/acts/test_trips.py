"""How often Redis is asked: counted, as a timing would depend on the machine."""

from __future__ import annotations

import asyncio
from collections import Counter

from tests.acts.people import People
from whimsy.acts.beat import Beat
from whimsy.acts.speech import say


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


async def test_what_comes_while_a_page_changes_is_one_more_change(people: People, monkeypatch):
    """Fails when each event changes the page by itself: a burst would be as many cycles of its state."""
    one, other, room = await people.pair()
    shown = people.pages.shown.setdefault(other.token, [])
    free, show = asyncio.Event(), people.pages.show

    async def slow(me):
        await free.wait()
        await show(me)

    monkeypatch.setattr(people.pages, "show", slow)
    known = len(shown)
    for number in range(20):
        await say(people.office, one.me, room, f"n{number}", f"line {number}")
    free.set()
    await other.until(lambda: len(other.said) == 20)
    assert len(shown) - known <= 2


async def test_a_text_to_a_page_of_this_process_makes_no_task(people: People):
    """Fails when a line is shown by a task of its own, or a post waits in one."""
    one, other, room = await people.pair()
    people.pages.takes_lines = True
    await say(people.office, one.me, room, "n1", "the first opens connections")
    await asyncio.sleep(0.05)
    made: list[str] = []

    def counted(loop, job, **options):
        made.append(job.__qualname__)
        return asyncio.Task(job, loop=loop, **options)

    asyncio.get_running_loop().set_task_factory(counted)
    try:
        await say(people.office, one.me, room, "n2", "hello there")
    finally:
        asyncio.get_running_loop().set_task_factory(None)
    assert not [name for name in made if name.startswith("Mailboxes.")]
    assert other.me.view.n == one.me.view.n
