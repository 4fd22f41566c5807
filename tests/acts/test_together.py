"""An answer to a message, reactions, topics: on both pages, and refused when they are not theirs."""

from __future__ import annotations

import pytest

from tests.acts.people import People
from whimsy import errors
from whimsy.acts.leaving import leave
from whimsy.acts.speech import say
from whimsy.acts.together import propose, react
from whimsy.rooms.reactions import REACTIONS
from whimsy.settings import Rate


async def test_an_answer_names_its_message_on_both_pages_and_once(people: People):
    """Fails without `to` in post.lua, in either of its answers, or in `_line`."""
    one, other, room = await people.pair()
    first = await say(people.office, one.me, room, "n1", "how are you?")
    answer = await say(people.office, other.me, room, "n1", "fine", first.seq)
    assert answer.to == first.seq
    assert await say(people.office, other.me, room, "n1", "fine", first.seq) == answer
    for page in (one, other):
        await page.until(lambda page=page: page.said == ["how are you?", "fine"])
        lines = page.me.view.lines(None)["lines"]
        assert [line.get("to") for line in lines if line["kind"] == "text"] == [None, first.seq]


async def test_an_answer_to_what_is_no_message_is_a_message(people: People):
    """Fails without `message` in post.lua. Line 1 says that they met."""
    one, _, room = await people.pair()
    for nonce, to in (("n1", 1), ("n2", 999)):
        assert (await say(people.office, one.me, room, nonce, "to nothing", to)).to == 0


async def test_a_reaction_is_on_both_pages_and_can_be_taken_back(people: People):
    """Fails without `append` in add.lua, or without `to` in `_line`."""
    one, other, room = await people.pair()
    said = await say(people.office, one.me, room, "n1", "I got the job")
    for reaction in (*REACTIONS, ""):
        await react(people.office, other.me, room, said.seq, reaction)
    for page, mine in ((one, None), (other, True)):
        await page.until(lambda page=page: page.me.view.n == said.seq + len(REACTIONS) + 1)
        lines = [line for line in page.me.view.lines(None)["lines"] if line["kind"] == "reaction"]
        assert [line["code"] for line in lines] == [*REACTIONS, ""]
        assert {line["to"] for line in lines} == {said.seq}
        assert {line.get("mine") for line in lines} == {mine}


async def test_a_reaction_to_what_is_no_message_changes_nothing(people: People):
    """Fails without `message` in add.lua, or when `react` does not parse."""
    one, _, room = await people.pair()
    said = await say(people.office, one.me, room, "n1", "hello")
    for to in (1, said.seq + 1):
        with pytest.raises(errors.MessageGone):
            await react(people.office, one.me, room, to, "heart")
    for to, reaction in (
        (0, "heart"), (-1, "heart"), (True, "heart"), ("2", "heart"), (2.0, "heart"), (2**40, "heart"),
        (said.seq, "knife"), (said.seq, None), (said.seq, ["heart"]),
    ):  # fmt: skip
        with pytest.raises(errors.Malformed):
            await react(people.office, one.me, room, to, reaction)
    assert (await people.engine.rooms.snapshot(one.me.place.tab, one.me.cell)).n == said.seq


async def test_a_topic_is_the_same_on_both_pages_and_never_twice(people: People):
    """Fails without `told` in `draw`."""
    one, other, room = await people.pair()
    topics = people.engine.topics.of("es")
    for n in range(len(topics)):
        await propose(people.office, (one, other)[n % 2].me, room, "es-MX,es;q=0.9")
        for page in (one, other):
            await page.until(lambda page=page, n=n: page.me.view.n == n + 2)
    for page in (one, other):
        told = [entry.text for entry in page.me.view.log if entry.code == "topic"]
        assert sorted(told) == sorted(topics)
    with pytest.raises(errors.Malformed):
        await propose(people.office, one.me, room, None)


async def test_they_cost_what_a_message_costs_and_nobody_else_may_do_them(people: People):
    """Fails without `pay` in add.lua, without `seat_in`, or when an outsider pays nothing."""
    one, other, room = await people.pair()
    stranger = await people.person()
    with pytest.raises((errors.NotInRoom, errors.NotHolder)):
        await propose(people.office, stranger.me, room, "en")
    for _ in range(10):
        await propose(people.office, one.me, room, "en")
    people.engine.budgets._rates["message"] = Rate(1, 600)
    n = (await people.engine.rooms.snapshot(one.me.place.tab, one.me.cell)).n
    with pytest.raises(errors.TooFast):
        await propose(people.office, one.me, room, "en")
    with pytest.raises(errors.TooFast):
        await react(people.office, one.me, room, n, "heart")
    assert (await people.engine.rooms.snapshot(one.me.place.tab, one.me.cell)).n == n
    await leave(people.engine, other.me, room)
    with pytest.raises(errors.RoomClosed):
        await propose(people.office, other.me, room, "en")
