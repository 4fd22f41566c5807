"""Two who both said so meet again: by their halves, nobody with another's, and not after a block."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

from tests.acts.people import People, Person
from whimsy import errors
from whimsy.acts.leaving import leave
from whimsy.acts.reunion import wish
from whimsy.acts.safety import block
from whimsy.acts.search import Began, cancel
from whimsy.lobby.reunions import Reunions
from whimsy.storage.keys import TEXT, VIDEO, RoomId

ROOM = RoomId("text-0123456789012345678901")


async def wished(people: People, cell=TEXT, *, ended: bool = False) -> tuple[Person, Person, RoomId]:
    """Two who both said that they would like to meet again, in a room or after it."""
    one, other, room = await people.pair(cell)
    if ended:
        await leave(people.engine, one.me, room)
        await other.until(lambda: other.me.view.phase == "ended")
    for each in (one, other):
        await wish(people.engine, each.me, room)
    await one.until(lambda: one.me.view.again == "both" == other.me.view.again)
    return one, other, room


def half(people: People, person: Person, room: RoomId):
    reunions = people.engine.reunions
    return reunions.read(reunions.half(room, person.visitor), person.visitor)


async def meet(people: People, person: Person, room: RoomId):
    leaving = RoomId(person.me.view.room) if person.me.view.room else None
    return await person.search(invitation=half(people, person, room), leaving=leaving)


@pytest.mark.parametrize("ended", [False, True])
@pytest.mark.parametrize("cell", [TEXT, VIDEO])
async def test_they_meet_again_and_no_stranger(people: People, cell, ended):
    """Fails without the SET in again.lua, or without `reunion` in `_use`."""
    one, other, room = await wished(people, cell, ended=ended)
    stranger = await people.person()
    await stranger.search(cell)
    for each in (one, other):
        assert await meet(people, each, room) == Began()
    await one.until(lambda: one.me.view.phase == "chatting")
    assert one.me.view.room == other.me.view.room != room
    assert one.me.view.room.startswith(cell) and stranger.me.view.phase == "searching"


async def test_a_wish_that_is_not_shared_is_seen_by_nobody_else(people: People):
    """Fails when again.lua appends a line, or makes the reunion, at the first wish."""
    one, other, room = await people.pair()
    n = other.me.view.n
    await wish(people.engine, one.me, room)
    await wish(people.engine, one.me, room)
    await other.me.look(people.engine)
    assert (one.me.view.again, other.me.view.again, other.me.view.n) == ("wished", "", n)
    refused = await meet(people, one, room)
    assert isinstance(refused.why, errors.ReunionOver)


async def test_both_are_told_once(people: People):
    """Fails without the check of 'again' in again.lua."""
    one, other, room = await wished(people)
    for each in (one, other, one):
        await wish(people.engine, each.me, room)
    assert [entry.code for entry in one.me.view.log].count("again") == 1
    assert [line for line in one.me.view.lines(None)["lines"] if line.get("code") == "again"]


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_block_ends_it(people: People, when):
    """Fails without the look at blocks in again.lua, or without the DEL in block.lua."""
    if when == "before":
        one, other, room = await people.pair()
        await wish(people.engine, one.me, room)
        await block(people.engine, other.me, room)
        await wish(people.engine, other.me, room)
    else:
        one, other, room = await wished(people)
        await block(people.engine, other.me, room)
    await one.until(lambda: one.me.view.phase == "ended")
    for each in (one, other):
        assert isinstance((await meet(people, each, room)).why, errors.ReunionOver)


async def test_a_half_works_for_its_own_visitor_and_its_own_reunion(people: People):
    """Fails without `_bound`: whoever copied a half would be met in place of its visitor."""
    one, other, room = await wished(people)
    two, _, elsewhere = await wished(people)
    stolen = people.engine.reunions.half(room, other.visitor)
    with pytest.raises(errors.ReunionOver):
        people.engine.reunions.read(stolen, two.visitor)
    await meet(people, one, room)
    await meet(people, two, elsewhere)
    assert (one.me.view.phase, two.me.view.phase) == ("searching", "searching")
    await cancel(people.engine, one.me)
    assert await meet(people, one, room) == Began()


async def test_one_who_was_never_in_the_room_wishes_nothing(people: People):
    _, _, room = await people.pair()
    third = await people.person()
    await third.search()
    with pytest.raises(errors.NotInRoom):
        await wish(people.engine, third.me, room)


async def test_it_costs_as_much_as_a_message(people: People):
    """Fails without the budget in `wish`."""
    one, _, room = await people.pair()
    for _ in range(people.engine.settings.message_rate.uses):
        await wish(people.engine, one.me, room)
    with pytest.raises(errors.TooFast):
        await wish(people.engine, one.me, room)


async def test_the_server_keeps_neither_of_the_two(people: People):
    """Fails when anything but the keyed hash is stored, or for ever."""
    _, _, room = await wished(people)
    store = people.engine.store
    (key,) = [name async for name in store.client.scan_iter("*:reunion:*")]
    assert await store.client.get(key) in (b"1", "1")
    assert room.split("-", 1)[1] not in str(key)
    assert 29.9 * 86400 < await store.client.ttl(key) <= 30 * 86400


@given(st.text(max_size=400) | st.none() | st.integers() | st.lists(st.text(), max_size=3))
def test_what_we_did_not_sign_is_no_half(token):
    with pytest.raises(errors.ReunionOver):
        Reunions(None, ["k" * 40], 3600).read(token, "me")


@pytest.mark.parametrize(
    "said", [["id"], ["id", "text", 9e12], "id", {"id": 1}, ["id", "text", "soon", "x"], None]
)
def test_what_a_former_version_signed_is_refused(said):
    signed = URLSafeSerializer(["k" * 40], salt="whimsy.reunion").dumps(said)
    with pytest.raises(errors.ReunionOver):
        Reunions(None, ["k" * 40], 3600).read(signed, "me")


def test_it_ends_and_outlives_a_rotation_of_keys(monkeypatch):
    """Fails without the comparison with `until`, or when only the newest key binds."""
    made = Reunions(None, ["a" * 40], 3600).half(ROOM, "me")
    rotated = Reunions(None, ["a" * 40, "b" * 40], 3600)
    assert rotated.read(made, "me").cell == TEXT
    later = time.time() + 3601
    monkeypatch.setattr(time, "time", lambda: later)
    with pytest.raises(errors.ReunionOver):
        rotated.read(made, "me")
