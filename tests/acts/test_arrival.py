"""Pages come and go: who they are, what they hold, what their partner learns of it."""

from __future__ import annotations

import asyncio

from tests.acts.people import People, Person
from whimsy.acts import arrival
from whimsy.acts.arrival import bring_back, recognise
from whimsy.acts.speech import say
from whimsy.states import wire as wire_module
from whimsy.states.browsers import NAMESPACE
from whimsy.states.wire import Wire


async def test_a_refresh_is_the_same_tab_in_the_same_chat(people: People):
    """Fails when `recognise` keeps no secret, or `attach` asks no snapshot."""
    one, other, room = await people.pair()
    await say(people.office, other.me, room, "n1", "still there?")
    await one.until(lambda: one.said)
    before = one.me
    await one.go()
    await one.arrive()
    assert before.gone and one.me is not before and one.me.place.tab == before.place.tab
    assert (one.me.view.phase, one.me.view.room, one.said) == ("chatting", room, ["still there?"])
    await say(people.office, one.me, room, "n2", "here again")
    await other.until(lambda: "here again" in other.said)
    assert [e.code for e in other.me.view.log if e.kind == "system"] == ["connected", "away", "back"]


async def test_what_a_page_posts_before_it_has_arrived_is_not_refused(people: People, monkeypatch):
    """Fails without `here`: the store would say that the chat continues in another tab, as it still knows the
    connection before. A page posts as soon as its websocket is open."""
    one, _, room = await people.pair()
    await one.go(goodbye=False)
    attach, attaching, may = people.engine.rooms.attach, asyncio.Event(), asyncio.Event()

    async def slowly(*args):
        attaching.set()
        await may.wait()
        return await attach(*args)

    monkeypatch.setattr(people.engine.rooms, "attach", slowly)
    arriving = asyncio.create_task(one.arrive())
    await attaching.wait()
    [me] = [me for me in people.office.attachments.all() if me.place.tab == one.known.tab]
    wire = Wire(NAMESPACE)
    monkeypatch.setattr(wire_module, "delivery", lambda: people.office)
    monkeypatch.setattr(wire, "_link", lambda _: me.socket.link)
    assert await wire.on_post("sid", [room, "n1", "into the void?"]) == {"code": "gone"}
    assert await wire.on_topic("sid", [room, "en"]) == {"code": "gone"}
    may.set()
    await arriving
    assert "seq" in await wire.on_post("sid", [room, "n1", "into the void?"])


async def test_what_is_not_ours_is_somebody_new(people: People):
    """Fails when `recognise` believes a browser."""
    one = await people.person()
    assert not recognise(people.engine.identity, one.local, one.secret).new
    for token, secret in (("", ""), ("forged.token", one.secret), (7, None)):
        known = recognise(people.engine.identity, token, secret)
        assert known.new and known.tab.id != one.known.tab.id and known.tab.visitor != one.visitor
    assert one.local not in repr(one.known) and one.secret not in repr(one.known)


async def test_a_second_socket_of_a_tab_takes_over(people: People):
    """Fails when `Attachments.add` or the step leaves the first one in its place."""
    one, other, room = await people.pair()
    twin = Person(people, "another page", one.local, one.secret)
    await twin.arrive()
    assert twin.me.view.room == room
    await one.until(lambda: one.me.view.phase == "elsewhere")
    assert {one.me, twin.me, other.me} == set(people.office.attachments.all())


async def test_a_process_that_ends_alarms_no_partner_and_a_lost_page_does(people: People):
    """Fails without the rule for `draining` in `depart`."""
    one, other, _ = await people.pair()
    people.office.draining = True
    await one.go(goodbye=False)
    await one.arrive()
    people.office.draining = False
    await one.go(goodbye=False)
    await other.until(lambda: other.me.view.away)
    assert [e.code for e in other.me.view.log] == ["connected", "away"]


async def test_whom_the_store_took_for_away_is_brought_back(people: People):
    """Fails when `bring_back` does not attach, or nothing looks again."""
    one, other, _ = await people.pair()
    await people.engine.rooms.part(one.me.place, one.me.cell, 10)
    await other.until(lambda: other.me.view.away)
    await bring_back(people.office, one.me)
    await other.until(lambda: not other.me.view.away)
    await one.until(lambda: people.pages.shown[one.token][-1].since is None)


async def test_a_page_that_left_is_forgotten_and_counted_no_more(people: People, monkeypatch):
    """Fails without the timer in `depart`, or without the fading of the visitor."""
    monkeypatch.setattr(arrival, "_FORGET_AFTER", 0.05)
    one = await people.person()
    visitors = people.office.attachments.visitors()
    assert visitors == {one.visitor} and await people.engine.headcount.vouch(visitors) == 1
    await one.go()
    assert people.office.attachments.visitors() == set()
    await one.until(lambda: people.pages.forgotten == [one.token])
    people.engine.store.skew_ms += 5_000
    assert await people.engine.headcount.vouch([]) == 0
