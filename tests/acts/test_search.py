"""How a search begins, goes on and ends, and what stands in its way."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.acts.people import People
from tests.visitors.solving import solve
from whimsy import errors
from whimsy.acts.admission import prove
from whimsy.acts.consent import video
from whimsy.acts.leaving import count_skip
from whimsy.acts.search import AtDoor, Began, NotAdmitted, cancel
from whimsy.acts.speech import say
from whimsy.hours import Hours, Span
from whimsy.lobby.ticket import Wishes
from whimsy.moderation.report import Reason
from whimsy.moderation.sanction import Step
from whimsy.storage.keys import QUESTION, VIDEO, VOICE, RoomId


async def test_nobody_searches_before_the_door(people: People):
    """Fails without the door in `search`."""
    one = await people.person()
    mine, one.door_pass = one.door_pass, ""
    assert await one.search() == AtDoor() and one.me.view.phase == "idle"
    other = await people.person()
    one.door_pass = other.door_pass
    assert await one.search() == AtDoor()
    one.door_pass = mine
    assert await one.search() == Began() and one.me.view.phase == "searching"


QUESTION_OF_A_CHILD = "who wants to see my nudes, I am 15"


@pytest.mark.parametrize(
    ("question", "code"),
    [(QUESTION_OF_A_CHILD, "screened"), ("a" * 201, "bad_text"), (" \u034f ", "bad_text")],
)
async def test_a_question_is_parsed_and_screened_whatever_the_browser_kept(people: People, question, code):
    """Fails without `screened` in `search`."""
    one = await people.person()
    refused = await one.search(QUESTION, wishes=Wishes(question=question))
    assert isinstance(refused, NotAdmitted) and refused.why.code == code
    assert one.me.view.phase == "idle"


async def test_of_three_who_come_for_a_question_only_two_talk(people: People):
    """Fails if interests keep two apart who would discuss, or if a question is carried into another cell."""
    asker, one, other = [await people.person() for _ in range(3)]
    await asker.search(QUESTION, wishes=Wishes(question="Why  is the sky blue?"))
    await one.search(QUESTION, wishes=Wishes(("jazz",)))
    await other.search(QUESTION, wishes=Wishes(("chess",)))
    assert (asker.me.view.role, one.me.view.role, other.me.view.role) == ("watch", "discuss", "discuss")
    room = RoomId(one.me.view.room)
    with pytest.raises(errors.Watching):
        await say(people.office, asker.me, room, "n1", "me too")
    for person, refusal in ((asker, errors.Watching), (one, errors.Watched)):
        with pytest.raises(refusal):
            await video(people.engine, person.me, room, "offer")
    await count_skip(people.engine, asker.me, room)
    assert asker.me.skipped is None
    third, fourth = await people.person(), await people.person()
    await third.search(wishes=Wishes(question="Why?"))
    await fourth.search()
    assert third.me.view.role == fourth.me.view.role == ""
    assert third.me.view.phase == "chatting"


async def test_who_waits_hears_of_the_match_and_a_poll_finds_one_that_nobody_told(people: People):
    """Fails without the Stale of `_poll`."""
    one, other = await people.person(), await people.person()
    await one.search()
    people.office.attachments._by_holder.pop(one.me.place.holder)  # the news gets lost
    await other.search()
    assert (one.me.view.phase, other.me.view.phase) == ("searching", "chatting")
    await one.follow()
    assert one.me.view.phase == "chatting" and one.me.view.room == other.me.view.room


async def test_a_search_says_how_it_stands_once(people: People):
    """Fails when `follow` does not compare, or `wait` changes a view that is no longer searching."""
    one = await people.person()
    await one.search(wishes=Wishes(("nobody else likes this",)))
    view = one.me.view
    assert view.company == "nobody"
    view.company = "met"
    await one.follow()
    assert view.company == "nobody" and not one.me.searching
    assert view.wait(2, "") and not view.wait(2, "")
    await cancel(people.engine, one.me)
    assert view.phase == "idle" and one.me.cell is None
    assert not view.wait(1, "met") and view.stage == 0


async def test_a_process_that_ends_pairs_nobody_itself(people: People):
    """Fails without `hold`, or without `holds` in `follow`."""
    one, other = await people.person(), await people.person()
    await one.search()
    people.office.draining = True
    await other.search()
    assert other.me.view.phase == "searching"
    following = asyncio.create_task(other.follow())
    await asyncio.sleep(0.3)
    assert other.me.view.phase == "searching"
    people.office.draining = False
    await following
    await one.until(lambda: one.me.view.phase == "chatting")


async def test_who_is_barred_learns_why_and_leaves_whom_they_wanted_to_leave(people: People):
    """Fails when `search` does not leave the room, or hands out no standing."""
    one, other, room = await people.pair()
    moderation = people.engine.moderation
    await moderation.decisions.sanction("ada", one.visitor, (), Step.COOLDOWN, Reason.SPAM)
    await one.until(lambda: one.me.view.phase == "ended")
    refused = await one.search(leaving=room)
    assert isinstance(refused.why, errors.Sanctioned)
    assert refused.standing.barred and "spam" in refused.standing.sentence
    one, other, room = await people.pair()
    await moderation.switches.turn("ada", "searches", on=False)
    refused = await one.search(leaving=room)
    assert isinstance(refused.why, errors.SwitchedOff) and refused.task is refused.standing is None
    await other.until(lambda: other.me.view.phase == "ended")
    assert one.me.view.phase == "ended"


@pytest.mark.parametrize("cell", [VOICE, VIDEO])
async def test_the_desk_stops_searches_for_calls_and_those_for_text_go_on(people: People, cell):
    """Fails when `admit` asks the switch for one of the two kinds of call alone."""
    await people.engine.moderation.switches.turn("ada", "video", on=False)
    one = await people.person()
    assert isinstance((await one.search(cell)).why, errors.SwitchedOff)
    assert isinstance(await one.search(), Began) and one.me.view.phase == "searching"


async def test_nobody_begins_outside_of_the_opening_hours_and_chats_go_on(people: People):
    """Fails without `Closed` in `admit`."""
    one, other, room = await people.pair()
    yesterday = datetime.now(UTC) - timedelta(days=1)
    people.engine.hours = Hours((Span(yesterday.weekday(), time(12), time(12, 1)),), ZoneInfo("UTC"))
    refused = await (await people.person()).search()
    assert isinstance(refused.why, errors.Closed) and refused.task is refused.standing is None
    await say(people.office, one.me, room, "n1", "still here")
    await other.until(lambda: other.said == ["still here"])
    people.engine.hours = Hours((), ZoneInfo("UTC"))
    assert await (await people.person()).search() == Began()


async def test_too_many_short_chats_cost_a_task_and_each_counts_once(people: People):
    """Fails without `count_skip`, without `skipped`, or when `prove` takes anything for a proof."""
    one = await people.person()
    for _ in range(3):
        await (await people.person()).search()
        assert await one.search(leaving=one.me.view.room or None) == Began()
        assert one.me.view.phase == "chatting"
    room = one.me.view.room
    await count_skip(people.engine, one.me, room)
    refused = await one.search(leaving=room)
    assert (await people.engine.skips.of(one.visitor)).n == 3
    assert isinstance(refused.why, errors.NeedsProof) and one.me.view.phase == "ended"
    again = await prove(people.engine, one.me, "nonsense")
    assert again and again != refused.task
    assert await prove(people.engine, one.me, solve(again)) == {}
    assert await one.search() == Began()
