"""Rooms on the real Valkey: say, leave, go away, come back, and what each side learns of it."""

from __future__ import annotations

import asyncio

import pytest

from tests.town import Town
from whimsy import errors, events
from whimsy.storage.keys import TEXT, new_room


async def texts(citizen) -> list[str]:
    return [entry.text for entry in (await citizen.see()).log if entry.kind == "text"]


async def test_both_sides_see_the_same_messages_in_the_same_order(town: Town):
    one, other, room = await town.pair()
    await asyncio.gather(*(who.say(room, f"{i}") for i in range(20) for who in (one, other)))
    mine, theirs = (await one.see()).log, (await other.see()).log
    assert mine == theirs
    assert [entry.seq for entry in mine] == list(range(1, 42))


async def test_what_is_said_reaches_both_tabs_and_nobody_else(town: Town):
    one, other, room = await town.pair()
    third, fourth, elsewhere = await town.pair()
    await one.say(room, "hi")
    for citizen in (one, other):
        said = [e for e in await citizen.listen() if isinstance(e, events.Appended)]
        assert [e.entry.text for e in said] == ["hi"]
    for citizen in (third, fourth):
        assert not [e for e in citizen.heard if isinstance(e, events.Appended)]


async def test_the_same_nonce_is_said_once_and_returns_the_first_line(town: Town):
    one, other, room = await town.pair()
    first = await one.say(room, "hi", "n-1")
    assert first.entry and first.entry.seq == 2
    await one.say(room, "another", "n-2")
    assert (await one.say(room, "hi", "n-1")).entry == first.entry
    assert (await one.say(room, "something else", "n-1")).entry == first.entry
    assert await texts(other) == ["hi", "another"]


async def test_the_two_sides_may_choose_the_same_nonce(town: Town):
    one, other, room = await town.pair()
    await one.say(room, "from one", "same")
    await other.say(room, "from the other", "same")
    assert await texts(one) == ["from one", "from the other"]


async def test_nobody_can_speak_in_a_room_they_are_not_in(town: Town):
    one, other, room = await town.pair()
    outsider = town.citizen()
    insider_elsewhere, _, _ = await town.pair()
    for intruder in (outsider, insider_elsewhere):
        with pytest.raises((errors.NotInRoom, errors.NotHolder)):
            await intruder.say(room, "let me in")
    assert await texts(one) == []


async def test_an_action_aimed_at_an_old_room_hits_nobody(town: Town):
    one, other, old = await town.pair()
    await one.enter(leaving=old)
    third = town.citizen()
    fresh = (await third.enter()).room
    with pytest.raises(errors.NotInRoom):
        await one.say(old, "late")
    await one.leave(old)
    assert (await one.see()).phase == (await third.see()).phase == "chatting"
    assert await texts(third) == []
    assert (await third.see()).room == fresh


async def test_nothing_is_said_after_the_end(town: Town):
    one, other, room = await town.pair()
    await other.leave(room)
    with pytest.raises(errors.RoomClosed):
        await one.say(room, "hello?")
    assert (await one.see()).log[-1].code == "left"


async def test_both_may_leave_at_the_same_moment(town: Town):
    one, other, room = await town.pair()
    await asyncio.gather(one.leave(room), other.leave(room))
    log = (await one.see()).log
    assert [entry.code for entry in log] == ["connected", "left"]
    assert (await one.see()).phase == (await other.see()).phase == "ended"


async def test_the_ending_stays_readable_until_it_is_forgotten(town: Town):
    one, other, room = await town.pair()
    await one.say(room, "bye")
    await one.leave(room)
    assert (await other.see()).phase == "ended"
    await other.leave(room, forget=True)
    assert (await other.see()).phase == "idle"
    assert (await one.see()).phase == "ended"


async def test_a_closed_room_is_kept_ten_minutes_and_an_open_one_an_hour(town: Town):
    one, other, room = await town.pair()
    await one.say(room, "hi")
    kinds = [f"whimsy:{{text}}:{kind}:{room}" for kind in ("room", "log", "nonces")]
    for key in kinds:
        assert 3_500_000 < await town.client.pttl(key) <= 3_600_000
    await one.leave(room)
    for key in kinds:
        assert 500_000 < await town.client.pttl(key) <= 600_000


async def test_a_room_keeps_the_last_500_lines(town: Town):
    one, other, room = await town.pair()
    for i in range(520):
        await one.say(room, str(i), f"k{i}")
    snapshot = await other.see()
    assert len(snapshot.log) == 500
    assert snapshot.n == 521
    assert snapshot.log[-1].text == "519"
    again = (await one.say(room, "0", "k0")).entry
    assert again and (again.seq, again.text) == (2, "0")  # answered too, though the line is gone


async def test_typing_reaches_only_the_partner(town: Town):
    one, other, room = await town.pair()
    await town.rooms.typing(one.place, room)
    assert events.PartnerTyping(room) in await other.listen()
    assert events.PartnerTyping(room) not in one.heard


async def test_typing_into_a_foreign_or_closed_room_is_refused(town: Town):
    one, other, room = await town.pair()
    with pytest.raises(errors.NotInRoom):
        await town.rooms.typing(one.place, new_room(TEXT))
    await one.leave(room)
    with pytest.raises(errors.RoomClosed):
        await town.rooms.typing(other.place, room)


async def test_a_closed_socket_shows_the_partner_as_away_and_a_return_as_back(town: Town):
    one, other, room = await town.pair()
    await one.part()
    assert (await other.see()).away
    snapshot = await one.come_back()
    assert snapshot.phase == "chatting"
    assert not (await other.see()).away
    assert [entry.code for entry in snapshot.log] == ["connected", "away", "back"]
    codes = [e.entry.code for e in await other.listen() if isinstance(e, events.Appended)]
    assert codes == ["away", "back"]


async def test_the_close_of_an_old_socket_says_nothing_about_the_new_one(town: Town):
    one, other, room = await town.pair()
    old = one.place
    await one.come_back()
    await town.rooms.part(old, one.cell, 10)
    assert not (await other.see()).away


async def test_the_newest_connection_of_a_tab_wins_and_the_one_before_is_told(town: Town):
    one, other, room = await town.pair()
    old = one.place
    older_ears = one.heard
    await town.listen()
    one.attachments += 1
    await town.rooms.attach(one.place, one.cell)
    one.attachments -= 1
    await town.listen()
    assert events.Displaced() in older_ears
    one.attachments += 1
    with pytest.raises(errors.NotHolder):
        await town.rooms.post(old, room, "n", "from the old one")
    with pytest.raises(errors.NotHolder):
        await town.rooms.leave(old, room)
    await one.say(room, "from the new one")


async def test_attaching_to_nothing_is_idle(town: Town):
    assert (await town.citizen().come_back()).phase == "idle"


async def test_rooms_have_128_random_bits_and_name_their_cell():
    rooms = {new_room(TEXT) for _ in range(1000)}
    assert len(rooms) == 1000
    assert all(room.startswith("text-") and len(room) == 27 for room in rooms)
