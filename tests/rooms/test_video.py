"""Video by consent, on the real Valkey: who may start it, who ends it, and which call is meant."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.town import Town
from whimsy import errors, events
from whimsy.storage.keys import TEXT, VIDEO, VOICE, new_room

A_MINUTE = 60_001


async def codes(citizen) -> list[str]:
    return [entry.code for entry in (await citizen.see()).log if entry.code.startswith("video")]


async def test_video_begins_only_when_both_agree(town: Town):
    one, other, room = await town.pair()
    await town.rooms.video(one.place, room, "offer")
    assert (await other.see()).video == (await one.see()).seat
    await town.rooms.video(one.place, room, "accept")
    assert (await one.see()).video != "on", "one cannot accept for the other"
    await town.rooms.video(other.place, room, "accept")
    assert (await one.see()).video == "on" and (await one.see()).call == 1
    assert await codes(one) == ["video_offered", "video_on"]


async def test_two_offers_are_an_agreement(town: Town):
    one, other, room = await town.pair()
    await asyncio.gather(*(town.rooms.video(who.place, room, "offer") for who in (one, other)))
    assert (await one.see()).video == "on"
    assert await codes(one) == ["video_offered", "video_on"]


async def test_an_offer_can_be_declined_or_taken_back_and_the_chat_goes_on(town: Town):
    one, other, room = await town.pair()
    await town.rooms.video(one.place, room, "offer")
    await town.rooms.video(other.place, room, "decline")
    town.store.skew_ms += A_MINUTE
    await town.rooms.video(one.place, room, "offer")
    await town.rooms.video(one.place, room, "stop")
    await town.rooms.video(other.place, room, "accept")
    assert (await one.see()).video == ""
    assert await codes(one) == ["video_offered", "video_declined", "video_offered", "video_stopped"]
    await one.say(room, "still here")


async def refused(town: Town, who, room) -> float:
    with pytest.raises(errors.VideoRests) as told:
        await town.rooms.video(who.place, room, "offer")
    return told.value.wait


@pytest.mark.parametrize("how", ["declined", "taken back"])
async def test_an_offer_that_came_to_nothing_rests_a_minute_and_the_second_for_the_chat(town: Town, how: str):
    one, other, room = await town.pair()
    nothing = (other.place, room, "decline") if how == "declined" else (one.place, room, "stop")
    await town.rooms.video(one.place, room, "offer")
    await town.rooms.video(*nothing)
    assert 50 < await refused(town, one, room) <= 60
    assert (await one.see()).video == "" and (await one.see()).rest > 0
    assert (await other.see()).rest == 0, "who was asked may ask"
    town.store.skew_ms += A_MINUTE
    await town.rooms.video(one.place, room, "offer")
    await town.rooms.video(*nothing)
    town.store.skew_ms += A_MINUTE
    assert await refused(town, one, room) < 0
    assert (await one.see()).rest == -1
    assert len(await codes(one)) == 4


@pytest.mark.parametrize("why", ["never", "unable"])
async def test_who_does_not_want_to_be_asked_again_in_this_chat_is_not(town: Town, why):
    one, other, room = await town.pair()
    await town.rooms.video(one.place, room, "offer")
    await town.rooms.video(other.place, room, "decline", why=why)
    town.store.skew_ms += A_MINUTE
    assert await refused(town, one, room) < 0
    declined = (await one.see()).log[-1]
    assert (declined.rest, declined.reason) == (-1, "unable" if why == "unable" else ""), "no reason but that"


async def test_who_asks_may_be_asked_and_so_may_who_agreed(town: Town):
    one, other, room = await town.pair()
    await town.rooms.video(one.place, room, "offer")
    await town.rooms.video(other.place, room, "decline", why="never")
    await town.rooms.video(other.place, room, "offer")
    assert (await one.see()).rest == 0
    await town.rooms.video(one.place, room, "decline")
    await town.rooms.video(one.place, room, "offer")
    assert (await other.see()).rest == 0
    await town.rooms.video(other.place, room, "accept")
    await town.rooms.video(one.place, room, "stop")
    await town.rooms.video(one.place, room, "offer")
    assert (await other.see()).video == (await one.see()).seat, "to end a call is no refusal"


async def test_while_they_ask_an_offer_agrees_whoever_rests(town: Town):
    one, other, room = await town.pair()
    await town.rooms.video(one.place, room, "offer")
    await town.rooms.video(other.place, room, "decline", why="never")
    await town.rooms.video(other.place, room, "offer")
    await town.rooms.video(one.place, room, "offer")
    assert (await one.see()).video == "on"


@pytest.mark.parametrize("who", [0, 1])
async def test_either_side_stops_at_any_time_and_a_new_call_has_a_new_number(town: Town, who: int):
    one, other, room = await town.pair()
    for number in (1, 2):
        await town.rooms.video(one.place, room, "offer")
        await town.rooms.video(other.place, room, "accept")
        assert (await one.see()).call == number
        await town.rooms.video((one, other)[who].place, room, "stop")
        assert (await other.see()).video == ""


async def test_a_rebuild_counts_once_however_many_ask(town: Town):
    one, other, room = await town.pair()
    await town.rooms.video(one.place, room, "offer")
    await town.rooms.video(other.place, room, "accept")
    await asyncio.gather(*(town.rooms.video(who.place, room, "rebuild", 1) for who in (one, other, one)))
    assert (await one.see()).call == 2
    await town.rooms.video(one.place, room, "rebuild", 1)
    assert (await one.see()).call == 2


async def test_acts_that_do_not_fit_change_nothing(town: Town):
    one, other, room = await town.pair()
    for act in ("accept", "decline", "stop", "rebuild"):
        await town.rooms.video(one.place, room, act, 0)
    assert await codes(one) == [] and (await one.see()).video == ""


async def test_the_end_of_the_room_is_the_end_of_the_call(town: Town):
    one, other, room = await town.pair()
    await town.rooms.video(one.place, room, "offer")
    await town.rooms.video(other.place, room, "accept")
    await other.leave(room)
    assert (await one.see()).video == ""
    with pytest.raises(errors.RoomClosed):
        await town.rooms.video(one.place, room, "offer")


@pytest.mark.parametrize("cell", [VOICE, VIDEO])
async def test_who_came_for_a_call_begin_with_one(town: Town, cell):
    one, other = town.citizen(cell=cell), town.citizen(cell=cell)
    await one.enter()
    await other.enter()
    for citizen in (one, other):
        assert ((await citizen.see()).video, (await citizen.see()).call) == ("on", 1)
        paired, began = await citizen.listen()
        assert isinstance(paired, events.Paired) and paired.call == began.entry.call == 1


async def test_a_signal_reaches_the_partner_of_ones_own_room_and_nobody_else(town: Town):
    one, other, room = await town.pair()
    third, _, elsewhere = await town.pair()
    said = json.dumps({"kind": "ready", "body": {}})
    await town.rooms.signal(one.place, room, said)
    assert events.SignalSent(room, said) in await other.listen()
    for citizen in (one, third):
        assert not [e for e in citizen.heard if isinstance(e, events.SignalSent)]
    for foreign in (elsewhere, new_room(TEXT)):
        with pytest.raises(errors.NotInRoom):
            await town.rooms.signal(one.place, foreign, said)


async def test_what_a_signal_says_is_in_no_repr():
    assert "192.0.2.1" not in repr(events.SignalSent("text-r", "a=candidate 192.0.2.1"))
