"""What two say to each other and do about each other, from the page of one to the page of the other."""

from __future__ import annotations

import pytest

from tests.acts.people import People
from tests.calls.samples import HOST, RELAY, candidate, description
from whimsy import errors
from whimsy.acts import consent, safety, switchboard
from whimsy.acts.leaving import go_home, leave
from whimsy.acts.safety import Outcome
from whimsy.acts.speech import say
from whimsy.storage.keys import VIDEO


async def test_a_line_is_shown_once_on_both_sides_and_a_refused_one_on_none(people: People):
    """Fails when `say` posts before it parses, or without the nonce."""
    one, other, room = await people.pair()
    for nonce in ("n1", "n1", "n2"):
        await say(people.office, one.me, room, nonce, f"  {nonce} ")
    for refused, text in ((errors.BadText, " "), (errors.BadText, "x" * 5000), (errors.Malformed, 7)):
        with pytest.raises(refused):
            await say(people.office, one.me, room, "n3", text)
    await say(people.office, other.me, room, "n1", "mine")
    for page in (one, other):
        await page.until(lambda page=page: len(page.said) == 3)
        assert page.said == ["n1", "n2", "mine"]


async def test_a_reader_is_told_to_take_care_and_the_writer_is_not(people: People):
    """Fails without the nudges of `say`, or of `take_in`."""
    one, other, room = await people.pair()
    await say(people.office, one.me, room, "n1", "add me on snapchat: someone_there")
    await other.until(lambda: other.told)
    [(sentence, tone)] = other.told
    assert tone == "care" and sentence and one.told == []


async def test_who_leaves_is_back_at_the_start_and_the_other_learns_it(people: People):
    """Fails when `leave` does not look, or `go_home` keeps the room."""
    one, other, room = await people.pair()
    await leave(people.engine, one.me, room)
    assert (one.me.view.phase, one.me.view.room) == ("ended", room)
    assert (await people.engine.skips.of(one.visitor)).n == 1
    await other.until(lambda: other.me.view.phase == "ended")
    await go_home(people.engine, one.me, room)
    assert (one.me.view.phase, one.me.view.room, one.me.cell) == ("idle", "", None)
    await one.go()
    assert (await one.arrive()).view.phase == "idle"


async def test_video_is_asked_for_and_agreed_to_unless_the_desk_stopped_it(people: People):
    """Fails without `admit_call` in `consent`; a decline needs no leave of the desk."""
    one, other, room = await people.pair()
    engine, switches = people.engine, people.engine.moderation.switches
    await consent.video(engine, one.me, room, "offer")
    await other.until(lambda: other.me.view.consent == "asked")
    await switches.turn("ada", "video", on=False)
    with pytest.raises(errors.SwitchedOff):
        await consent.video(engine, other.me, room, "accept")
    await consent.video(engine, other.me, room, "decline")
    await one.until(lambda: one.me.view.consent == "" and one.me.view.rest > 0)
    await switches.turn("ada", "video", on=True)
    await consent.video(engine, other.me, room, "offer")
    await one.until(lambda: one.me.view.consent == "asked")
    await consent.video(engine, one.me, room, "accept")
    await one.until(lambda: one.me.view.consent == "on")
    for call, why in ((True, ""), (-1, ""), (2**31, ""), ("1", ""), (1, "because"), (1, None)):
        with pytest.raises(errors.Malformed):
            consent.parse(call, why)
    assert consent.parse(3, "never") == (3, "never")


async def test_a_signal_reaches_the_partner_of_that_call_and_nobody_else(people: People):
    """Fails without the comparison with the view in `say`, or without `negotiating` in `hear`."""
    one, other, room = await people.pair(VIDEO)
    await other.until(lambda: one.me.view.video == other.me.view.video == "on")
    said = {**description(), "room": room, "call": one.me.view.call}
    for wrong in (
        {**said, "call": said["call"] + 1},
        {**description(), "call": said["call"]},
        "nonsense",
        None,
    ):
        assert await switchboard.relay(people.engine, one.me, wrong) in ("out_of_step", "malformed")
    answer = {**description("answer"), "room": room, "call": said["call"]}
    assert await switchboard.relay(people.engine, other.me, answer) == "out_of_step"
    assert await switchboard.relay(people.engine, one.me, said) == "ok"
    await other.until(lambda: people.pages.told)
    [(_, _, heard)] = people.pages.told
    assert (heard["kind"], heard["room"]) == ("description", room)
    assert await switchboard.relay(people.engine, other.me, answer) == "ok"
    await leave(people.engine, one.me, room)
    assert await switchboard.relay(people.engine, one.me, {**said, "seq": 2}) == "out_of_step"
    assert switchboard.servers_for(people.engine, one.me, {"room": room, "call": said["call"]}) is None


async def test_a_call_through_a_relay_tells_no_address(people: People):
    """Fails without `_policy`."""
    people.engine.settings = people.engine.settings.model_copy(
        update={
            "turn_urls": ("turn:turn.example.org",),
            "turn_secret": type(people.engine.settings.turn_secret)("s" * 16),
        }
    )
    one, other, room = await people.pair(VIDEO)
    await other.until(lambda: one.me.view.video == other.me.view.video == "on")
    asked = {"room": room, "call": one.me.view.call}
    assert switchboard.servers_for(people.engine, one.me, asked)["iceTransportPolicy"] == "relay"
    for seq, way in enumerate((HOST, RELAY), start=1):
        assert await switchboard.relay(people.engine, one.me, {**candidate(way, seq), **asked}) == "ok"
    await other.until(lambda: people.pages.told)
    assert [heard["body"]["candidate"].split()[7] for _, _, heard in people.pages.told] == ["relay"]
    one.me.direct = True
    assert switchboard.call_for(people.engine, one.me)["ice"]["iceTransportPolicy"] == "all"


async def test_block_and_report_end_the_chat_and_say_what_came_of_it(people: People):
    """Fails when `report` does not block, when a second one counts, or when an outsider's does."""
    one, other, room = await people.pair()
    await say(people.office, other.me, room, "n1", "something bad")
    people.office.attachments._by_holder.pop(one.me.place.holder)  # no news of it will come
    assert await safety.report(people.engine, one.me, room, "hate", " ") == Outcome.REPORTED
    assert one.me.view.phase == "ended"
    await other.until(lambda: other.me.view.phase == "ended")
    assert await safety.report(people.engine, one.me, room, "hate", None) == Outcome.REPORTED_BEFORE
    assert await safety.block(people.engine, one.me, room) == Outcome.BLOCKED
    await one.search()
    await other.search()
    assert one.me.view.phase == other.me.view.phase == "searching"
    third = await people.person()
    for act in (
        safety.block(people.engine, third.me, room),
        safety.report(people.engine, third.me, room, "hate", ""),
    ):
        assert await act == Outcome.TOO_LATE
    assert third.me.view.phase == "idle"


async def test_a_report_nobody_can_read_costs_as_much_as_one_they_can(people: People):
    """Fails when `report` parses before it spends."""
    one, _, room = await people.pair()
    for _ in range(people.engine.settings.report_rate.uses):
        with pytest.raises(errors.Malformed):
            await safety.report(people.engine, one.me, room, "no such reason", "")
    with pytest.raises(errors.TooFast):
        await safety.report(people.engine, one.me, room, "hate", "")
