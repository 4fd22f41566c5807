"""An invitation: two who know each other meet, whatever keeps strangers apart, and nobody else with it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

from tests.acts.people import People
from whimsy import errors
from whimsy.acts.search import AtDoor, Began, cancel
from whimsy.lobby.invitations import Invitation, Invitations
from whimsy.lobby.ticket import Wishes
from whimsy.moderation.report import Reason
from whimsy.moderation.sanction import Step
from whimsy.storage.keys import TEXT, VIDEO
from whimsy.visitors.blocks import block


def invitation(people: People, cell=TEXT) -> Invitation:
    return people.engine.invitations.read(people.engine.invitations.make(cell))


async def test_they_meet_each_other_and_no_stranger(people: People):
    """Fails without `pool` in `search`: the stranger, who has waited longer, would be met."""
    one, other, stranger, late = [await people.person() for _ in range(4)]
    await stranger.search()
    with_friend = invitation(people)
    for friend in (one, other):
        assert await friend.search(invitation=with_friend) == Began()
    await one.until(lambda: one.me.view.phase == "chatting")
    assert one.me.view.room == other.me.view.room and stranger.me.view.phase == "searching"
    refused = await late.search(invitation=with_friend)
    assert isinstance(refused.why, errors.InvitationOver) and late.me.view.phase == "idle"


async def test_friends_need_to_share_no_wishes(people: People):
    """Fails when `search` takes the wishes along."""
    one, other = await people.person(), await people.person()
    with_friend = invitation(people)
    await one.search(invitation=with_friend, wishes=Wishes(("jazz",), "de", wished=True))
    await other.search(invitation=with_friend, wishes=Wishes(("tea",), "en", wished=True))
    await one.until(lambda: one.me.view.phase == "chatting")


async def test_a_block_and_the_shadow_hold_for_friends_too(people: People):
    """Fails when an invited pair is not asked for blocks, or when `Invitation.pool` forgets the standing."""
    one, other = await people.person(), await people.person()
    await block(people.engine.store, [(one.visitor, other.visitor)], 60_000)
    blocked = invitation(people)
    for friend in (one, other):
        await friend.search(invitation=blocked)
    assert (one.me.view.phase, other.me.view.phase) == ("searching", "searching")
    one, other = await people.person(), await people.person()
    await people.engine.moderation.decisions.sanction("ada", one.visitor, (), Step.SHADOW, Reason.SPAM)
    shadowed = invitation(people)
    for friend in (one, other):
        await friend.search(invitation=shadowed)
    assert (one.me.view.phase, other.me.view.phase) == ("searching", "searching")


async def test_who_waits_for_a_friend_counts_for_nobody_else(people: People):
    """Fails without `invited` in `queue` and around COMERS and WAITS."""
    one, other, stranger = [await people.person() for _ in range(3)]
    with_friend = invitation(people)
    await one.search(invitation=with_friend)
    await stranger.search()
    assert stranger.me.view.company == "nobody"
    await other.search(invitation=with_friend)
    await one.until(lambda: one.me.view.phase == "chatting")
    people_seen, waits, waiting = await people.engine.store.step("lobby/prospects.lua", TEXT)
    assert (int(people_seen), waits, int(waiting)) == (1, [], 1)


async def test_the_cell_is_that_of_the_invitation_and_the_door_stands_before_it(people: People):
    """Fails when `search` keeps the cell it was called with, or uses the invitation before the door."""
    one, other = await people.person(), await people.person()
    with_friend = invitation(people, VIDEO)
    mine, one.door_pass = one.door_pass, ""
    assert await one.search(invitation=with_friend) == AtDoor()
    assert not await people.engine.store.ask("EXISTS", f"whimsy:{{invitation:{with_friend.id}}}")
    one.door_pass = mine
    await one.search(invitation=with_friend)
    await cancel(people.engine, one.me)
    await one.search(invitation=with_friend)
    await other.search(invitation=with_friend)
    await one.until(lambda: one.me.view.phase == "chatting")
    assert one.me.view.room.startswith("video-")


@given(st.text(max_size=400) | st.none() | st.integers() | st.lists(st.text(), max_size=3))
def test_what_we_did_not_sign_is_no_invitation(token):
    with pytest.raises(errors.InvitationOver):
        Invitations(None, ["k" * 40], 3600).read(token)


@pytest.mark.parametrize("said", [["id"], ["id", "text"], "id", {"id": 1}, ["id", "text", "soon"], None])
def test_what_a_former_version_signed_is_refused(said):
    signed = URLSafeSerializer(["k" * 40], salt="whimsy.invitation").dumps(said)
    with pytest.raises(errors.InvitationOver):
        Invitations(None, ["k" * 40], 3600).read(signed)


def test_it_ends_and_outlives_a_rotation_of_keys(monkeypatch):
    """Fails without the comparison with `until`."""
    made = Invitations(None, ["a" * 40], 3600).make(TEXT)
    rotated = Invitations(None, ["a" * 40, "b" * 40], 3600)
    assert rotated.read(made).cell == TEXT
    later = time.time() + 3601
    monkeypatch.setattr(time, "time", lambda: later)
    with pytest.raises(errors.InvitationOver):
        rotated.read(made)
