"""Question mode on the real Valkey: two discuss what a third asked, who only reads along."""

from __future__ import annotations

import pytest

from tests.town import Citizen, Town
from whimsy import errors, events
from whimsy.acts.view import View
from whimsy.lobby.lobby import Matched, Waiting
from whimsy.rooms.room import Snapshot
from whimsy.settings import Rate, Settings
from whimsy.storage.keys import QUESTION, RoomId
from whimsy.visitors.blocks import block
from whimsy.visitors.budgets import Budget

ASKED = "Is a hot dog a sandwich?"
BUDGET = Budget("whimsy:{budget:of a test}", Rate(100, 1))


def people(town: Town, many: int) -> list[Citizen]:
    return [town.citizen(cell=QUESTION) for _ in range(many)]


async def three(town: Town) -> tuple[Citizen, Citizen, Citizen, RoomId]:
    """Who asks, the two who discuss it, and their room."""
    asker, one, other = people(town, 3)
    await asker.enter(question=ASKED)
    await one.enter()
    outcome = await other.enter()
    assert isinstance(outcome, Matched)
    return asker, one, other, outcome.room


async def seen(citizen: Citizen, history: int = 500) -> View:
    """The view of a tab, folded from all events that reached it."""
    view, heard = View(history), await citizen.listen()
    view.show(Snapshot("searching", ticket=heard[0].ticket))
    for event in heard:
        assert view.apply(event)
    return view


async def agree(citizen: Citizen) -> View:
    """The view by events, which is that of a fresh snapshot."""
    view, fresh = await seen(citizen), View(500)
    fresh.show(await citizen.see())
    compared = ("phase", "room", "seat", "n", "away", "again", "asked", "video", "call", "ending", "role")
    assert {name: getattr(view, name) for name in compared} == {
        name: getattr(fresh, name) for name in compared
    }
    assert view.lines(None) == fresh.lines(None)
    return view


async def test_two_who_would_discuss_meet_once_somebody_asks(town: Town):
    """Fails without the askers of claim.lua."""
    one, other, asker = people(town, 3)
    assert await one.enter() == Waiting(one.ticket, 2) and one.ticket
    assert (await other.enter()).company == "unasked"
    assert isinstance(await asker.enter(question=ASKED), Waiting)
    outcome = await one.poll()
    assert isinstance(outcome, Matched)
    for citizen, seat in ((asker, "q"), (one, "b"), (other, "a")):
        snapshot = await citizen.see()
        assert (snapshot.phase, snapshot.seat, snapshot.room) == ("chatting", seat, outcome.room)
        assert [(line.code, line.text, line.seat) for line in snapshot.log] == [
            ("connected", "", ""),
            ("question", ASKED, "q"),
        ]
        assert (await agree(citizen)).role == ("watch" if seat == "q" else "discuss")


async def test_a_question_alone_finds_nobody_and_two_questions_do_not_meet(town: Town):
    asker, second, one = people(town, 3)
    await asker.enter(question=ASKED)
    assert isinstance(await second.enter(question="Why?"), Waiting)
    outcome = await one.enter()
    assert isinstance(outcome, Waiting) and outcome.company == "nobody"
    assert isinstance(await asker.poll(), Waiting)


async def test_who_asked_reads_every_line_and_can_do_nothing(town: Town):
    """Fails without the third tab in `append` and in post.lua, or with 'b' for everybody who is not 'a'."""
    asker, one, other, room = await three(town)
    await one.say(room, "obviously")
    await town.rooms.react(other.place, room, 3, "heart", BUDGET)
    view = await agree(asker)
    assert [(line["code"] if "code" in line else line["text"]) for line in view.lines(None)["lines"]] == [
        "connected", "question", "obviously", "heart",
    ]  # fmt: skip
    assert [line.get("by") for line in view.lines(None)["lines"]] == [None, None, 1, 2]
    with pytest.raises(errors.Watching):
        await asker.say(room, "me too")
    with pytest.raises(errors.Watching):
        await town.rooms.react(asker.place, room, 3, "heart", BUDGET)
    with pytest.raises(errors.Watching):
        await town.rooms.typing(asker.place, room)
    with pytest.raises(errors.Watching):
        await town.rooms.video(asker.place, room, "offer")
    with pytest.raises(errors.NotInRoom):
        await town.reunions.wish(asker.place, room)


async def test_who_asked_may_leave_and_the_talk_goes_on(town: Town):
    """Fails with `close` in leave.lua, or if the tab's own record did not keep what it saw."""
    asker, one, other, room = await three(town)
    await asker.leave(room)
    await one.say(room, "still here?")
    assert (await agree(asker)).ending == "left"
    assert [line.text for line in (await asker.see()).log if line.kind == "text"] == []
    assert ((await agree(one)).phase, (await agree(one)).role) == ("chatting", "")
    await town.rooms.video(one.place, room, "offer")  # they are among themselves now
    assert (await one.see()).video == (await one.see()).seat
    await town.rooms.video(other.place, room, "accept")
    assert (await other.see()).video == "on"
    view = await agree(asker)
    assert (view.video, view.call, view.phase) == ("", 0, "ended"), "a page that comes back opened its camera"
    assert "still here?" in [line.text for line in (await other.see()).log]
    found = await asker.breathe()
    assert found.at == f"{room} 3", "a beat would take it for a lost event, again and again"
    await asker.enter(question="And a taco?")
    for citizen in people(town, 2):
        await citizen.enter()
    assert (await asker.see()).phase == "chatting", "what it saw of the room before counts no more"


async def test_who_gives_up_asking_is_in_no_queue(town: Town):
    """Fails without the ZREM in `unqueue`."""
    [asker] = people(town, 1)
    await asker.enter(question=ASKED)
    await asker.cancel()
    assert (await asker.see()).phase == "idle"
    assert await town.client.keys("whimsy:{question}:asking*") == []


async def test_of_the_two_somebody_reconnects_and_who_watches_is_told(town: Town):
    """Fails if `away` of a view that watches is that of either: one may come back before the other."""
    asker, one, other, _ = await three(town)
    await one.part(grace=10)
    await other.part(grace=10)
    assert not (await agree(asker)).away
    await one.come_back()
    codes = [line.get("code") for line in (await agree(asker)).lines(None)["lines"]]
    assert codes == ["connected", "question", "away", "away", "back"]


@pytest.mark.parametrize("who", [1, 2])
async def test_either_of_the_two_ends_it_for_all_three(town: Town, who: int):
    *all_three, room = await three(town)
    await all_three[who].leave(room)
    for i, citizen in enumerate(all_three):
        assert (await agree(citizen)).ending == ("left" if i == who else "theirs")
        assert await town.client.zscore("whimsy:{question}:leases", citizen.tab.id) is None
    assert isinstance(await all_three[0].enter(question=ASKED, leaving=room), Waiting)


async def test_who_asked_and_lost_the_network_comes_back_or_is_let_go(town: Town):
    """Fails if a lease that ended wrote 'away' for whoever watches, or kept their place for good."""
    asker, one, _, room = await three(town)
    await asker.part(grace=10)
    assert [line.code for line in (await one.see()).log] == ["connected", "question"]
    assert (await asker.come_back()).phase == "chatting"
    await asker.part(grace=10)
    town.sleep(11)
    for _ in range(2):
        await town.lobby.reap(QUESTION)
        town.sleep(8)
        await one.breathe()
    await town.lobby.reap(QUESTION)
    snapshot = await asker.see()
    assert snapshot.phase == "ended" and snapshot.log[-1].code == "asker_left"
    view = View(500)
    view.show(snapshot)
    assert view.ending == "gone"


async def test_nobody_discusses_the_question_of_somebody_blocked(town: Town):
    """Fails without `asker_for` in `verdict`: two would wait for ever, as the first never fits."""
    asker, one, other, third = people(town, 4)
    await block(town.store, [(one.tab.person, asker.tab.person)], 60_000)
    await asker.enter(question=ASKED)
    assert (await one.enter()).company == "unasked"
    await other.enter()
    assert isinstance(await one.poll(), Waiting)
    outcome = await third.enter()
    assert isinstance(outcome, Matched)
    assert (await other.see()).room == outcome.room == (await asker.see()).room


async def test_a_question_in_ones_own_language_is_first(town: Town):
    german, english, one, other = people(town, 4)
    await german.enter(question="Warum?", language="de")
    await english.enter(question="Why?", language="en")
    await one.enter(language="en")
    await other.enter(language="en")
    assert (await english.see()).phase == "chatting"
    assert (await german.see()).phase == "searching"


async def test_a_language_that_was_wished_for_waits_for_its_question(town: Town):
    german, one, other = people(town, 3)
    await german.enter(question="Warum?", language="de")
    await one.enter(language="en", wished=True)
    assert (await other.enter(language="en")).company == ""
    settings = town.settings
    town.sleep(settings.widen_language_after + 0.1)
    assert isinstance(await other.poll(), Waiting | Matched)


async def test_only_people_of_one_pool_make_three(town: Town):
    asker, one, other = people(town, 3)
    await asker.enter(question=ASKED, pool="shadow")
    await one.enter()
    assert (await other.enter()).company == "unasked"


async def test_two_who_come_by_an_invitation_need_no_question(town: Town):
    one, other = people(town, 2)
    await one.enter(pool="a/b")
    assert isinstance(await other.enter(pool="a/b"), Matched)
    assert [line.code for line in (await one.see()).log] == ["connected"]


async def test_that_two_would_like_to_meet_again_is_not_told_to_who_watches(town: Town):
    """Fails without the seat in `snapshot`, or without `_line` that leaves the code out."""
    asker, one, other, room = await three(town)
    for citizen in (one, other):
        await town.reunions.wish(citizen.place, room)
    view = await agree(asker)
    assert view.again == ""
    assert "again" not in str(view.lines(None))
    assert (await agree(one)).again == "both"


async def test_a_cell_without_questions_knows_none(town: Town, settings: Settings):
    one, other = town.citizen(), town.citizen()
    await one.enter()
    await other.enter()
    assert {type(event) for event in await one.listen()} == {events.Paired}
    assert (await agree(one)).role == ""
