"""A text on its short way: one step in Redis, and both pages of one process know it."""

from __future__ import annotations

import asyncio

import pytest

from tests.acts.people import People
from whimsy import errors
from whimsy.acts.leaving import leave
from whimsy.acts.speech import say
from whimsy.rooms.room import Rooms

SPIEL = "hey i am sofia and i am lonely tonight, talk to me about anything"


async def test_a_text_is_one_step_and_changes_only_the_lines_of_both_pages(people: People, steps):
    """Fails without the inbox that `say` names, or when a page of this process hears of it from Redis."""
    people.pages.takes_lines = True
    one, other, room = await people.pair()
    await people.engine.moderation.switches.board()
    await asyncio.sleep(0.1)
    steps.clear()
    before = {page.token: len(people.pages.shown.get(page.token, [])) for page in (one, other)}
    line = await say(people.office, one.me, room, "n1", "hello")
    assert steps == ["rooms/post.lua"]
    assert [entry for entry in one.me.view.log if entry.kind == "text"] == [line]
    assert one.me.view.log == other.me.view.log
    assert (one.me.view.mine, one.me.view.theirs) == (other.me.view.theirs, other.me.view.mine) == (1, 0)
    await asyncio.sleep(0.1)
    assert before == {page.token: len(people.pages.shown.get(page.token, [])) for page in (one, other)}
    (reader, lines, told), (author, _, author_told) = people.pages.lines
    assert (reader, told, author, author_told) == (other.token, True, one.token, False)
    assert [(said["seq"], said["text"], said.get("mine")) for said in lines["lines"]] == [(2, "hello", None)]


async def test_a_page_that_is_being_changed_gets_the_line_with_the_change(people: People):
    """Whichever way each line takes, both are there in order."""
    people.pages.takes_lines = True
    one, other, room = await people.pair()
    people.pages.takes_lines = False
    await say(people.office, one.me, room, "n1", "first")
    people.pages.takes_lines = True
    await say(people.office, one.me, room, "n2", "second")
    for page in (one, other):
        await page.until(lambda page=page: page.said == ["first", "second"])


async def test_an_answer_that_got_lost_is_looked_up_for_both(people: People, monkeypatch):
    """Fails without `doubt`: the partner, whom nobody told, would wait for a beat."""
    people.pages.takes_lines = True
    one, other, room = await people.pair()
    post = Rooms.post

    async def lost(*given, **named):
        await post(*given, **named)
        raise errors.Unavailable("redis")

    monkeypatch.setattr(Rooms, "post", lost)
    with pytest.raises(errors.Unavailable):
        await say(people.office, one.me, room, "n1", "posted all the same")
    for page in (one, other):
        await page.until(lambda page=page: page.said == ["posted all the same"])
    monkeypatch.setattr(Rooms, "post", post)
    assert (await say(people.office, one.me, room, "n1", "posted all the same")).seq == 2
    assert other.said == ["posted all the same"]


async def test_what_was_said_before_a_leave_is_posted_before_it(people: People):
    """Fails without `speaking` in `leave`, as a leave is one step and a text waits for its screens."""
    one, other, room = await people.pair()
    look = people.engine.moderation.screens.look

    async def slow(said):
        await asyncio.sleep(0.2)
        return await look(said)

    people.engine.moderation.screens.look = slow
    texts = [asyncio.create_task(say(people.office, one.me, room, f"n{i}", f"line {i}")) for i in range(3)]
    await asyncio.sleep(0.05)
    await leave(people.engine, one.me, room)
    await asyncio.gather(*texts)
    await other.until(lambda: other.me.view.phase == "ended")
    assert other.said == ["line 0", "line 1", "line 2"]


async def test_the_same_in_the_fourth_room_is_refused_and_not_posted(people: People):
    """Fails without the limits of `Counted`, or when post.lua appends what floods."""
    author = await people.person()
    for number in range(4):
        other = await people.person()
        await author.search()
        await other.search()
        await author.until(lambda: author.me.view.phase == "chatting")
        room = author.me.view.room
        if number < 3:
            await say(people.office, author.me, room, "n", SPIEL)
        else:
            with pytest.raises(errors.Screened, match="screened"):
                await say(people.office, author.me, room, "n", SPIEL)
            assert (await people.engine.rooms.snapshot(author.me.place.tab, author.me.cell)).n == 1
        await leave(people.engine, other.me, room)
        await author.until(lambda: author.me.view.phase == "ended")


async def test_a_refused_text_costs_as_much_as_a_posted_one(people: People):
    """Fails without `pay`: whoever tries words would pay nothing."""
    one, _, room = await people.pair()
    for number in range(people.engine.settings.message_rate.uses):
        with pytest.raises(errors.Screened):
            await say(people.office, one.me, room, f"n{number}", "you f@ggot")
    with pytest.raises(errors.TooFast):
        await say(people.office, one.me, room, "last", "hello")
    assert (await people.engine.rooms.snapshot(one.me.place.tab, one.me.cell)).n == 1
