"""Blocks: never met again, in any cell, from either side, and remembered when Redis forgot."""

from __future__ import annotations

import pytest

from tests.moderation.house import House, both
from whimsy import errors
from whimsy.lobby.lobby import Waiting
from whimsy.moderation.blocks import Block
from whimsy.storage.keys import CELLS


async def forget_that_they_met(house: House) -> None:
    for key in await house.town.client.keys("*:met:*"):
        await house.town.client.delete(key)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("first", [0, 1])
async def test_who_is_blocked_is_never_met_again(house: House, cell, first):
    """Fails without the SADD in block.lua (text), or without `blocks.block` after it (video)."""
    met = await house.strangers()
    await house.blocks.block(met.one.place, met.room)
    assert (await met.other.see()).phase == "ended"
    await forget_that_they_met(house)
    for citizen in (met.one, met.other)[:: 1 if first == 0 else -1]:
        citizen.cell = cell
        assert isinstance(await citizen.enter(), Waiting)
    house.town.sleep(60)
    for citizen in (met.one, met.other):
        await citizen.come_back()
        assert isinstance(await citizen.poll(), Waiting)


@both
async def test_blocking_twice_or_after_the_end_is_the_same_and_the_next_chat_goes_on(house: House):
    """Fails without `is_open(room)` in block.lua."""
    met = await house.strangers()
    third = house.town.citizen()
    await met.one.enter(leaving=met.room)
    fresh = (await third.enter()).room
    for _ in range(2):
        await house.blocks.block(met.one.place, met.room)
    assert (await met.one.see()).phase == "chatting" and (await met.one.see()).room == fresh
    await house.blocks.remember()
    [row] = await house.rows(Block)
    assert (row.person, row.other) == (met.one.tab.person, met.other.tab.person)
    left = [e for e in (await met.other.see()).log if e.code == "left"]
    assert len(left) == 1


async def test_only_the_other_side_of_a_shared_room_can_be_blocked(house: House):
    met, elsewhere = await house.strangers(), await house.strangers()
    with pytest.raises(errors.NotInRoom):
        await house.blocks.block(met.one.place, elsewhere.room)
    assert (await elsewhere.one.see()).phase == "chatting"


async def test_a_store_that_was_lost_is_told_of_the_blocks(house: House):
    """Fails without `_recall.unless_known` in `Blocks.remember`."""
    met = await house.strangers()
    await house.blocks.block(met.one.place, met.room)
    await house.blocks.remember()
    await house.town.client.flushall()
    await house.blocks.remember()
    assert isinstance(await met.one.enter(), Waiting)
    assert isinstance(await met.other.enter(), Waiting)
    await house.town.client.flushall()


@both
async def test_every_page_of_blocks_is_told(house: House, monkeypatch):
    """Fails when `_copy_all` stops after its first page, or goes past a pair."""
    monkeypatch.setattr("whimsy.moderation.blocks._BATCH", 2)
    async with house.sessions() as session, session.begin():
        for pair in ("ab", "ac", "ad", "ba", "bc", "ca"):
            session.add(Block(person=pair[0], other=pair[1], at_ms=4_000_000_000_000))
    await house.blocks.remember()
    client = house.town.client
    for cell in CELLS:
        told = {p: await client.smembers(f"whimsy:{{{cell}}}:blocks:{p}") for p in "abc"}
        assert told == {"a": {"b", "c", "d"}, "b": {"a", "c"}, "c": {"a"}}
