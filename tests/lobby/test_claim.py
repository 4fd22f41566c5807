"""claim.lua on the real Valkey: who is paired with whom, and when."""

from __future__ import annotations

import asyncio

import pytest

from tests.town import Town
from whimsy import errors, events
from whimsy.lobby.lobby import Lapsed, Matched, Waiting
from whimsy.lobby.ticket import Stage
from whimsy.settings import Settings
from whimsy.storage.keys import VIDEO
from whimsy.visitors.blocks import block


async def test_two_strangers_without_wishes_are_paired_at_once(town: Town):
    one, other = town.citizen(), town.citizen()
    assert isinstance(await one.enter(), Waiting)
    outcome = await other.enter()
    assert isinstance(outcome, Matched)
    assert (await one.see()).room == outcome.room == (await other.see()).room
    assert {(await one.see()).seat, (await other.see()).seat} == {"a", "b"}


async def test_both_are_told_in_the_same_step_with_their_own_seat_and_ticket(town: Town):
    one, other = town.citizen(), town.citizen()
    await one.enter()
    outcome = await other.enter()
    [heard] = await one.listen()
    [also] = await other.listen()
    assert isinstance(heard, events.Paired) and isinstance(also, events.Paired)
    assert heard.room == also.room == outcome.room
    assert heard.ticket == one.ticket
    assert (heard.seat, also.seat) == ("a", "b")
    assert heard.entry.code == "connected" and heard.entry.seq == 1


async def test_a_poll_finds_a_match_whose_notification_was_lost(town: Town):
    one, other = town.citizen(), town.citizen()
    await one.enter()
    room = (await other.enter()).room
    assert await one.poll() == Matched(room)


async def test_a_visitor_is_never_paired_with_themself(town: Town):
    one = town.citizen("somebody")
    twin = town.citizen("somebody")
    await one.enter()
    with pytest.raises(errors.BusyElsewhere):
        await twin.enter()
    # and even when nobody asks for the active tab (two processes, one step each), the claim itself refuses
    direct = await town.lobby._claim(
        twin.place, twin.cell, "enter", "t2", '{"interests": [], "language": "", "wished": false}', ""
    )
    assert isinstance(direct, Waiting)


async def test_two_tabs_of_one_visitor_may_meet_and_meet_again_with_self_match(valkey, tmp_path):
    town = await Town.found(Settings(redis_url=valkey, data_dir=tmp_path, self_match=True))
    one, twin = town.citizen("somebody"), town.citizen("somebody")
    await one.enter()
    first = await twin.enter()
    assert isinstance(first, Matched)
    await one.enter(leaving=first.room)
    assert isinstance(await twin.enter(), Matched)
    await town.close()


async def test_a_double_click_keeps_one_ticket_and_its_turn(town: Town):
    one = town.citizen()
    first, second = await one.enter(), await one.enter()
    assert first == second
    other, third = town.citizen(), town.citizen()
    assert isinstance(await other.enter(), Matched)
    assert isinstance(await third.enter(), Waiting)


async def test_a_double_click_while_talking_returns_the_same_room(town: Town):
    one, other, room = await town.pair()
    assert await one.enter() == Matched(room)


async def test_people_who_met_do_not_meet_again_within_the_cooldown(town: Town):
    one, other, room = await town.pair()
    await one.leave(room)
    await one.enter()
    assert isinstance(await other.enter(), Waiting)
    third = town.citizen()
    assert isinstance(await third.enter(), Matched)
    town.sleep(6)  # still nobody for the one left over
    left_over = one if (await one.see()).phase == "searching" else other
    assert isinstance(await left_over.poll(), Waiting)


async def test_the_cooldown_is_relaxed_only_when_both_waited_long_with_nobody_else(town: Town):
    one, other, room = await town.pair()
    await one.leave(room)
    await one.enter()
    for _ in range(2):
        town.sleep(5)
        assert isinstance(await one.poll(), Waiting)
    await other.enter()
    town.sleep(6)
    assert isinstance(await one.poll(), Waiting), "the other has not waited 15 s yet"
    await other.poll()
    town.sleep(6)
    await one.poll()
    await other.poll()
    town.sleep(4)
    assert isinstance(await other.poll(), Matched)


async def test_one_who_has_only_come_does_not_meet_again_the_one_who_has_waited_long(town: Town):
    one, other, room = await town.pair()
    await one.leave(room)
    await one.enter()
    for _ in range(4):
        town.sleep(5)
        await one.poll()
    assert isinstance(await other.enter(), Waiting)


async def test_a_poll_with_an_old_ticket_does_nothing_for_the_new_one(town: Town):
    one = town.citizen()
    await one.enter()
    old = one.ticket
    await one.cancel()
    await one.enter()
    assert one.ticket != old
    assert await town.lobby.poll(one.place, one.cell, old) == Lapsed("gone")


async def test_a_stranger_is_preferred_to_someone_met_even_after_a_long_wait(town: Town):
    one, other, room = await town.pair()
    await one.leave(room)
    await one.enter()
    await other.enter()
    for _ in range(4):
        town.sleep(4)
        await one.breathe()
        await other.breathe()
    third = town.citizen()
    await third.enter("unusual")
    for _ in range(3):  # the newcomer widens until anyone will do
        town.sleep(2)
        for citizen in (one, other, third):
            await citizen.breathe()
    outcome = await third.poll()
    assert isinstance(outcome, Matched)
    phases = sorted([(await one.see()).phase, (await other.see()).phase])
    assert phases == ["chatting", "searching"]


async def test_the_cooldown_holds_in_the_other_cell_too(town: Town):
    one, other, room = await town.pair()
    await one.leave(room)
    for citizen in (one, other):
        citizen.cell = VIDEO
    await one.enter()
    assert isinstance(await other.enter(), Waiting)


@pytest.mark.parametrize("blocker", [0, 1])
async def test_a_blocked_visitor_is_never_met_from_either_side(town: Town, blocker: int):
    pair = [town.citizen(), town.citizen()]
    await block(town.store, [(pair[blocker].tab.person, pair[1 - blocker].tab.person)], 60_000)
    await pair[0].enter()
    await pair[1].enter()
    for _ in range(10):
        town.sleep(4)
        for citizen in pair:
            await citizen.breathe()
            assert isinstance(await citizen.poll(), Waiting)


async def test_a_ticket_whose_lease_ended_is_never_matched(town: Town):
    one, other = town.citizen(), town.citizen()
    await one.enter()
    town.sleep(town.settings.lease + 0.001)
    assert isinstance(await other.enter(), Waiting)


async def test_a_tab_whose_socket_closed_is_not_matched_and_keeps_its_turn_when_back(town: Town):
    early, late, seeker = town.citizen(), town.citizen(), town.citizen()
    await block(town.store, [(early.tab.person, late.tab.person)], 60_000)
    await early.enter()
    await late.enter()
    await early.part()
    await early.come_back()
    assert isinstance(await seeker.enter(), Matched)
    assert (await early.see()).phase == "chatting", "the longest waiting comes first"


async def test_a_poll_after_cancel_does_not_bring_the_ticket_back(town: Town):
    one, other = town.citizen(), town.citizen()
    await one.enter()
    await one.cancel()
    assert await one.poll() == Lapsed("gone")
    assert isinstance(await other.enter(), Waiting)


async def test_cancel_after_the_match_leaves_that_room(town: Town):
    one, other = town.citizen(), town.citizen()
    await one.enter()
    room = (await other.enter()).room
    await one.cancel()
    assert (await one.see()).phase == "idle"
    assert (await other.see()).phase == "ended"
    assert (await other.see()).room == room


async def test_most_interests_in_common_come_first_then_language_then_the_longest_waiting(town: Town):
    one_tag, two_tags, same_tongue = town.citizen(), town.citizen(), town.citizen()
    for citizen in (one_tag, two_tags, same_tongue):  # keep the three from meeting each other
        for another in (one_tag, two_tags, same_tongue):
            if citizen is not another:
                await block(town.store, [(citizen.tab.person, another.tab.person)], 60_000)
    await one_tag.enter("jazz", language="de")
    await two_tags.enter("jazz", "climbing", language="de")
    await same_tongue.enter("jazz", language="en")
    seekers = [town.citizen() for _ in range(3)]
    met = []
    for seeker in seekers:
        outcome = await seeker.enter("jazz", "climbing", language="en")
        assert isinstance(outcome, Matched)
        met += [c for c in (one_tag, two_tags, same_tongue) if (await c.see()).room == outcome.room]
    assert met == [two_tags, same_tongue, one_tag]


async def test_what_is_shared_is_told(town: Town):
    one, other = town.citizen(), town.citizen()
    await one.enter("jazz", "tea", "climbing")
    outcome = await other.enter("climbing", "jazz")
    assert isinstance(outcome, Matched)
    assert set((await one.see()).log[0].shared) == {"jazz", "climbing"}


async def test_wishes_widen_with_the_wait(town: Town):
    one = town.citizen()
    assert (await one.enter("jazz", language="en", wished=True)).stage is Stage.INTERESTS
    town.sleep(5)
    assert (await one.poll()).stage is Stage.LANGUAGE
    town.sleep(5)
    assert (await one.poll()).stage is Stage.ANYONE


async def test_interests_are_required_at_first_and_not_after_widening(town: Town):
    one, other = town.citizen(), town.citizen()
    await one.enter("jazz")
    assert isinstance(await other.enter(), Waiting), "one still hopes for jazz"
    town.sleep(5)
    assert isinstance(await one.poll(), Matched)


async def test_a_wished_language_is_required_until_it_widens_too(town: Town):
    one, other = town.citizen(), town.citizen()
    await one.enter(language="en", wished=True)
    assert isinstance(await other.enter(language="de"), Waiting)
    town.sleep(6)
    await other.breathe()
    assert isinstance(await one.poll(), Waiting)
    town.sleep(4)
    assert isinstance(await one.poll(), Matched)


async def test_those_who_share_a_language_meet_at_once(town: Town):
    one, other = town.citizen(), town.citizen()
    await one.enter(language="en", wished=True)
    assert isinstance(await other.enter(language="en"), Matched)


async def test_next_leaves_and_searches_in_one_step(town: Town):
    one, other, room = await town.pair()
    assert isinstance(await one.enter(leaving=room), Waiting)
    ended = await other.see()
    assert ended.phase == "ended"
    assert (ended.log[-1].code, ended.log[-1].reason) == ("left", "next")


async def test_next_aimed_at_an_old_room_does_not_leave_the_new_one(town: Town):
    one, other, room = await town.pair()
    await one.enter(leaving=room)
    third = town.citizen()
    fresh = (await third.enter()).room
    assert await one.enter(leaving=room) == Matched(fresh)
    assert (await one.see()).phase == "chatting"


async def test_another_connection_of_the_same_tab_cannot_search_over_the_living_one(town: Town):
    one = town.citizen()
    await one.enter()
    one.attachments += 1
    with pytest.raises(errors.NotHolder):
        await one.enter()


async def test_a_dead_tab_does_not_keep_its_visitor_from_starting_anew(town: Town):
    old, partner, room = await town.pair()
    fresh = town.citizen(old.tab.visitor)
    with pytest.raises(errors.BusyElsewhere):
        await fresh.enter()
    await old.part()
    assert isinstance(await fresh.enter(), Waiting)
    assert (await partner.see()).phase == "ended"


async def test_a_visitor_has_one_seat_across_cells(town: Town):
    one = town.citizen("somebody")
    twin = town.citizen("somebody", cell=VIDEO)
    await one.enter()
    with pytest.raises(errors.BusyElsewhere):
        await twin.enter()


async def test_a_claim_looks_past_those_it_may_not_meet(town: Town):
    seeker = town.citizen()
    crowd = [town.citizen() for _ in range(80)]
    for i, citizen in enumerate(crowd):
        await block(town.store, [(seeker.tab.person, citizen.tab.person)], 60_000)
        for another in crowd[:i]:
            await block(town.store, [(another.tab.person, citizen.tab.person)], 60_000)
        await citizen.enter()
    last = town.citizen()
    for citizen in crowd:
        await block(town.store, [(last.tab.person, citizen.tab.person)], 60_000)
    await last.enter()
    assert isinstance(await seeker.enter(), Matched)


async def test_two_hundred_at_once_are_all_paired_with_somebody_else(town: Town):
    citizens = [town.citizen() for _ in range(200)]
    await asyncio.gather(*(c.enter() for c in citizens))
    rooms: dict[str, list] = {}
    for citizen in citizens:
        snapshot = await citizen.see()
        assert snapshot.phase == "chatting"
        rooms.setdefault(snapshot.room, []).append(citizen.tab.visitor)
    assert len(rooms) == 100
    assert all(len(set(pair)) == 2 for pair in rooms.values())


async def test_only_the_same_pool_meets_and_each_finds_its_own(town: Town):
    """Fails without `t.pool` in the queues' names of ticket.lua."""
    wishes = {"language": "en"}
    shadowed, other_shadowed = town.citizen(), town.citizen()
    one, other = town.citizen(), town.citizen()
    assert isinstance(await shadowed.enter("jazz", pool="shadow", **wishes), Waiting)
    assert isinstance(await one.enter("jazz", **wishes), Waiting)
    town.sleep(30)
    for citizen in (shadowed, one):
        await citizen.come_back()
        assert isinstance(await citizen.poll(), Waiting)
    assert isinstance(await other.enter("jazz"), Matched)
    assert isinstance(await other_shadowed.enter(pool="shadow"), Matched)
    assert (await shadowed.see()).room == (await other_shadowed.see()).room
    assert (await one.see()).room == (await other.see()).room


async def test_a_search_that_changes_its_pool_leaves_the_queues_of_the_old_one(town: Town):
    """Fails without `unqueue` where claim.lua keeps a turn."""
    changed, other = town.citizen(), town.citizen()
    await changed.enter("jazz")
    await changed.enter("jazz", pool="shadow")
    assert isinstance(await other.enter("jazz"), Waiting)
    assert await changed.poll() == Waiting(changed.ticket, Stage.INTERESTS)
    assert len(await town.client.keys("*:tag*")) == 2


async def test_no_event_and_no_snapshot_names_a_pool(town: Town):
    one, other = town.citizen(), town.citizen()
    await one.enter(pool="shadow")
    await other.enter(pool="shadow")
    told = [*await one.listen(), *await other.listen(), await one.see(), await other.see()]
    assert len(told) == 4 and "shadow" not in repr(told)


async def test_a_room_knows_the_visitors_and_address_keys_of_both(town: Town):
    """Fails without 'va' to 'kb' in claim.lua."""
    one, other = town.citizen(), town.citizen()
    await one.enter(address="k1")
    room = (await other.enter(address="k2")).room
    facts = await town.client.hgetall(f"whimsy:{{text}}:room:{room}")
    assert [facts[f] for f in ("va", "vb", "ka", "kb")] == [one.tab.visitor, other.tab.visitor, "k1", "k2"]


async def test_who_waits_is_counted_until_they_wait_no_more(town: Town):
    """Fails without WAITING in `unqueue` of ticket.lua."""
    one, other, third = town.citizen(), town.citizen(), town.citizen()
    await one.enter()
    assert await town.client.zcard("whimsy:{text}:waiting") == 1
    await other.enter()
    await third.enter()
    await third.cancel()
    assert await town.client.zcard("whimsy:{text}:waiting") == 0


async def test_who_waits_is_told_who_else_does(town: Town):
    """Fails without `company` in claim.lua: alone for ever, "you're next in line"."""
    one, other, third = town.citizen(), town.citizen(), town.citizen()
    assert (await one.enter()).company == "nobody"
    assert (await one.poll()).company == "nobody"
    await other.leave((await other.enter()).room)
    await one.cancel()
    assert (await one.enter()).company == "nobody"
    assert (await other.enter()).company == "met"
    assert (await one.poll()).company == "met"
    await third.enter("jazz")  # somebody new, who looks for something else first
    assert (await one.poll()).company == ""
    await third.cancel()
    await other.cancel()
    assert (await one.poll()).company == "nobody"


@pytest.mark.parametrize("same_address", ["later", "never"])
async def test_friends_meet_though_they_just_met_and_share_an_address(valkey, tmp_path, same_address):
    """Fails without `invited` in `verdict`. A pool of an invitation has a slash."""
    town = await Town.found(Settings(redis_url=valkey, data_dir=tmp_path, same_address=same_address))
    one, other, room = await town.pair()
    await one.leave(room)
    assert isinstance(await one.enter(address="here", pool="/friends"), Waiting)
    assert isinstance(await other.enter(address="here", pool="/friends"), Matched)
    await town.close()
