"""A store that lost everything is told from one that lives."""

from __future__ import annotations

import pytest

from tests.town import Town
from whimsy import errors
from whimsy.lobby.lobby import Lapsed, Matched, Waiting


async def test_the_epoch_stays_while_the_store_lives_and_changes_when_it_was_lost(town: Town):
    """Fails without the SET in `epoch()` of cell.lua: then each look finds another life."""
    one, _, _ = await town.pair()
    first = (await one.see()).epoch
    assert first and (await one.see()).epoch == (await one.breathe()).epoch == first
    await town.client.flushall()
    assert (await one.breathe()).epoch != first
    assert (await one.see()).epoch == (await one.breathe()).epoch


async def test_a_room_that_was_lost_is_left_without_a_word_and_anew_begun(town: Town):
    """Fails without `refusal()` in room.lua: what is lost would seem to continue in another tab."""
    one, other, room = await town.pair()
    await town.client.flushall()
    for refused in (one.say(room, "hello?"), town.rooms.typing(one.place, room)):
        with pytest.raises(errors.NotInRoom):
            await refused
    await one.leave(room, forget=True)
    assert isinstance(await one.enter(leaving=room), Waiting)
    assert isinstance(await other.enter(leaving=room), Matched)


async def test_a_search_that_was_lost_is_told_so(town: Town):
    """Fails when `claim.lua` calls a holder it does not know displaced."""
    one = town.citizen()
    await one.enter()
    await town.client.flushall()
    assert await one.poll() == Lapsed("gone")


async def test_who_only_holds_a_ticket_is_found_but_finds_nobody(town: Town):
    """Fails without `how == 'hold'` in claim.lua: a process that is ending would begin something."""
    waiting, leaving, third = town.citizen(), town.citizen(), town.citizen()
    await waiting.enter()
    assert isinstance(await leaving.enter(hold=True), Waiting)
    outcome = await third.enter()
    assert isinstance(outcome, Matched)
    assert isinstance(await leaving.poll(), Waiting)


async def test_a_lost_seat_is_put_back_while_its_tab_lives(town: Town):
    """Fails without the SET in `ActiveTabs.keep`: a refresh would not find the room."""
    one, _, _ = await town.pair()
    seat = await town.active_tabs.find(one.tab.person)
    await town.client.delete(f"whimsy:{{seat:{one.tab.person}}}")
    assert seat and await town.active_tabs.find(one.tab.person) is None
    await town.active_tabs.keep({one.tab.person: seat})
    assert await town.active_tabs.find(one.tab.person) == seat
