"""A caption: what somebody says aloud in a call, shown to the other side and kept nowhere."""

from __future__ import annotations

import asyncio

import pytest

from tests.acts.people import People
from whimsy import errors, events
from whimsy.acts.consent import video
from whimsy.acts.speech import caption, say
from whimsy.calls.negotiation import OutOfStep
from whimsy.storage.keys import TEXT, VIDEO, new_room


async def test_a_caption_comes_to_the_other_side_and_nothing_is_kept(people: People):
    one, other, room = await people.pair(VIDEO)
    before = await people.engine.rooms.snapshot(one.me.place.tab, VIDEO)
    await caption(people.office, one.me, room, "  good evening ")
    late = events.Captioned(new_room(VIDEO), "of the chat before")
    people.office.mailboxes.hear("", other.me.place.holder, late)
    await other.until(lambda: people.pages.told)
    await asyncio.sleep(0.1)
    assert people.pages.told == [(other.token, "caption", {"room": room, "text": "good evening"})]
    assert await people.engine.rooms.snapshot(one.me.place.tab, VIDEO) == before
    assert "evening" not in repr(events.Captioned(room, "good evening"))


async def test_without_a_call_there_are_no_captions(people: People):
    """Fails without the look at `video`: a caption would be a message that nobody can report."""
    one, _, room = await people.pair(TEXT)
    with pytest.raises(OutOfStep):
        await caption(people.office, one.me, room, "good evening")
    await video(people.engine, one.me, room, "offer")
    with pytest.raises(OutOfStep):
        await caption(people.office, one.me, room, "good evening")
    one, _, room = await people.pair(VIDEO)
    with pytest.raises(OutOfStep):
        await caption(people.office, one.me, new_room(VIDEO), "good evening")
    await asyncio.sleep(0.2)
    assert people.pages.told == []


@pytest.mark.parametrize("raw", [None, 7, [], {"text": "hi"}, "", " ", "x" * 501])
async def test_nonsense_is_refused(people: People, raw):
    one, _, room = await people.pair(VIDEO)
    with pytest.raises(errors.WhimsyError) as refused:
        await caption(people.office, one.me, room, raw)
    assert isinstance(refused.value, errors.BadText | errors.Malformed)
    assert people.pages.told == []


@pytest.mark.parametrize("text", ["you f@ggot", "look at example.com/free"])
async def test_what_no_message_may_say_no_caption_may(people: People, text):
    """Fails when captions pass no screens."""
    one, _, room = await people.pair(VIDEO)
    with pytest.raises(errors.Screened):
        await caption(people.office, one.me, room, text)
    await asyncio.sleep(0.2)
    assert people.pages.told == []


async def test_captions_and_messages_share_one_budget(people: People):
    """Fails when captions cost nothing."""
    one, _, room = await people.pair(VIDEO)
    for number in range(people.engine.settings.message_rate.uses - 1):
        await caption(people.office, one.me, room, f"sentence {number}")
    await say(people.office, one.me, room, "n", "the last")
    with pytest.raises(errors.TooFast):
        await caption(people.office, one.me, room, "one more")
