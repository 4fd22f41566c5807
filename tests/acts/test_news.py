"""How what happened reaches a page: once, in one change, and also after a store was away."""

from __future__ import annotations

from tests.acts.people import People
from whimsy.acts.attachment import Attachment
from whimsy.acts.beat import Beat
from whimsy.acts.news import take_in
from whimsy.acts.speech import say
from whimsy.errors import Unavailable
from whimsy.events import Appended, Displaced, Entry, Stale, StandingChanged
from whimsy.hours import Opening
from whimsy.lobby.ticket import Wishes
from whimsy.moderation.report import Reason
from whimsy.moderation.sanction import Step
from whimsy.storage.keys import CELLS, TEXT


def line(n: int) -> Entry:
    return Entry(n, "text", "b", 5, text=str(n), nonce=f"n{n}")


async def taken(people: People, me: Attachment, *events, barred: bool = False):
    me.mailbox[:] = events
    return await take_in(people.engine, me, barred=barred)


async def test_a_page_gets_what_is_new_or_all_of_it_after_a_gap(people: People):
    """Fails without `since`, or when a gap is not looked after."""
    one, other, room = await people.pair()
    await other.until(lambda: not one.me.mailbox)
    news = await taken(people, one.me, Appended(room, line(2)), Appended(room, line(3)))
    assert (news.changed, news.since, news.begin, one.said) == (True, 1, "", ["2", "3"])
    news = await taken(people, one.me, Appended(room, line(9)))
    assert (news.changed, news.since, one.said) == (True, None, [])  # the store knows of none
    assert one.me.mailbox == []


async def test_who_is_elsewhere_or_nowhere_looks_at_nothing(people: People):
    """Fails without the rule for "elsewhere": the page would show the chat of another one."""
    one, _, room = await people.pair()
    assert (await taken(people, one.me, Displaced())).changed and one.me.view.phase == "elsewhere"
    assert not (await taken(people, one.me, Stale())).changed and one.me.view.phase == "elsewhere"
    idle = await people.person()
    assert not (await taken(people, idle.me, Stale())).changed


async def test_a_search_that_the_store_lost_is_begun_again_and_one_that_lives_is_followed(people: People):
    """Fails without "start" or "search"; who is barred stands by instead."""
    one = await people.person()
    await one.search()
    assert (await taken(people, one.me, Stale())).begin == "search"
    one.me.searching = True
    assert (await taken(people, one.me, Stale())).begin == ""
    await people.engine.lobby.cancel(one.me.place, one.me.cell)
    cell = one.me.cell
    assert (await taken(people, one.me, Stale())).begin == "start"
    one.me.cell, one.me.view.phase = cell, "searching"
    assert (await taken(people, one.me, Stale(), barred=True)).begin == "stand_by"
    one.me.cell, one.me.view.phase, one.me.standing_by = cell, "searching", True
    assert (await taken(people, one.me, Stale(), barred=True)).begin == ""


async def test_a_warning_is_told_and_a_pause_is_stood_by(people: People):
    """Fails when `take_in` looks at no standing, or tells a pause as well as showing it."""
    one, _, _ = await people.pair()
    decisions = people.engine.moderation.decisions
    await decisions.sanction("ada", one.visitor, (), Step.WARN, Reason.SPAM)
    await one.until(lambda: one.told)
    assert one.told[0][1] == "error" and one.me.view.phase == "chatting"
    await decisions.sanction("ada", one.visitor, (), Step.COOLDOWN, Reason.SPAM)
    await one.until(lambda: one.me.view.phase == "ended")
    last = people.pages.shown[one.token][-1]
    assert last.standing.barred and last.begin == "stand_by" and len(one.told) == 1


async def test_what_could_not_be_shown_is_shown_when_the_store_is_back(people: People):
    """Fails without `opened`, or without the second delivery of `_empty`."""
    one, other, room = await people.pair()
    people.pages.fails[one.token] = Unavailable("redis")
    await say(people.office, other.me, room, "n1", "late but here")
    await one.until(lambda: one.said)
    assert one.said == ["late but here"] and people.pages.fails == {}


async def test_a_page_that_is_gone_is_shown_nothing_and_a_missed_gap_shows_all(people: People):
    """Fails without `has` in `_empty`; without `missed` nobody would look."""
    one, other, room = await people.pair()
    people.pages.closed.add(one.me.socket.sid)
    await say(people.office, other.me, room, "n1", "into the void")
    await other.until(lambda: other.said)
    await one.until(lambda: not one.me.mailbox and not one.me.emptying)
    assert one.said == []
    people.pages.closed.clear()
    people.office.mailboxes.missed()
    await one.until(lambda: one.said)
    assert people.pages.shown[one.token][-1].since is None


async def test_a_call_that_the_other_side_cut_short_is_counted(people: People, monkeypatch):
    """Fails without `_count_cut_short`; `StandingChanged` alone counts nothing."""
    one, _, room = await people.pair()
    counted = []

    async def ended(*told):
        counted.append(told)

    monkeypatch.setattr(people.engine.moderation.shunned, "ended", ended)
    on = Entry(2, "system", "", 1000, code="video_on", call=1)
    off = Entry(3, "system", "b" if one.me.view.seat == "a" else "a", 3000, code="video_stopped")
    await taken(people, one.me, Appended(room, on), StandingChanged())
    await taken(people, one.me, Appended(room, on))
    assert counted == []
    await taken(people, one.me, Appended(room, off))
    assert counted == [(one.visitor, one.me.address, room, 2.0)]


async def test_every_page_learns_once_that_the_store_is_away_and_how_many_are_here(
    people: People, monkeypatch
):
    """Fails when `Office` tells what did not change."""
    answers = iter([True, False, False, True])

    async def pulse() -> bool:
        return next(answers)

    monkeypatch.setattr(people.engine, "pulse", pulse)
    for _ in range(4):
        await people.office.watch_store()
    for count in (2, 2, 3):
        await people.office.show_online(count)
    assert people.pages.everywhere == [("away", True), ("away", False), ("count", 2), ("count", 3)]


async def test_every_page_learns_when_the_opening_hours_begin_and_end(people: People, monkeypatch):
    """Fails when `show_opening` does not compare, or never tells."""
    openings = [
        Opening(open=opened, seconds=left) for opened, left in ((True, 9), (False, 5), (False, 4), (True, 9))
    ]
    told = iter(openings)
    monkeypatch.setattr(people.engine.hours, "at", lambda _: next(told))
    for _ in openings:
        await people.office.show_opening()
    assert people.pages.everywhere == [("opening", openings[1]), ("opening", openings[3])]


async def test_every_page_learns_once_what_to_expect(people: People):
    """Fails when `Beat` asks one cell for all, or `Office` tells what did not change."""
    beat = Beat(people.office)
    rare = {"kind": "rare", "minutes": 0, "waiting": 0}
    for _ in range(2):
        await beat.tell_prospects()
    for _ in range(4):
        one = await people.person()
        await one.search(wishes=Wishes(interests=(one.token,)))
    await beat.tell_prospects()
    none = dict.fromkeys(CELLS, rare)
    every = none | {TEXT: {"kind": "every", "minutes": 5, "waiting": 4}}
    assert people.pages.everywhere == [("prospects", none), ("prospects", every)]
    assert people.office.prospects == every
