"""A question can be reported, and its asker blocked, while the two who discuss it go on."""

from __future__ import annotations

import pytest
from sqlmodel import select

from tests.moderation.house import House
from whimsy import errors
from whimsy.lobby.lobby import Matched, Waiting
from whimsy.moderation.report import Evidence, Reason, Report, parse_whom
from whimsy.storage.keys import QUESTION

ASKED = "Why are they all so stupid?"


async def three(house: House):
    asker, one, other = (house.town.citizen(cell=QUESTION) for _ in range(3))
    await asker.enter(question=ASKED, address="home of the asker")
    await one.enter(address="home of one")
    outcome = await other.enter(address="home of the other")
    assert isinstance(outcome, Matched)
    return asker, one, other, outcome.room


async def test_the_question_is_reported_with_its_words_and_about_its_asker(house: House):
    """Fails without `whom` in report.lua: it would be about the stranger, who only discusses it."""
    asker, one, other, room = await three(house)
    await one.say(room, "a strange question")
    assert [line.text for line in await house.reports.evidence(one.place, room, "asker")] == [ASKED]
    assert await house.reports.file(one.place, room, Reason.HATE, "", "asker")
    assert not await house.reports.file(one.place, room, Reason.HATE, "", "asker")
    assert await house.reports.file(one.place, room, Reason.SPAM), "the stranger can be reported as well"
    assert await house.reports.file(other.place, room, Reason.HATE, "", "asker"), "by each of the two"
    await house.reports.flush()
    async with house.sessions() as session:
        reports = (await session.scalars(select(Report).where(Report.reason == Reason.HATE))).all()
        assert {(report.reporter, report.target, report.target_address) for report in reports} == {
            (citizen.tab.visitor, asker.tab.visitor, "home of the asker") for citizen in (one, other)
        }
        evidence = await session.get(Evidence, reports[0].id)
        assert [(line["text"], line["mine"]) for line in evidence.said] == [(ASKED, False)]
        about_stranger = await session.scalar(select(Report).where(Report.reason == Reason.SPAM))
        assert about_stranger.target == other.tab.visitor


async def test_whoever_asked_is_blocked_and_watches_no_more(house: House):
    """Fails without `give_up` in block.lua, or if that closed the room."""
    asker, one, other, room = await three(house)
    await house.blocks.block(one.place, room, "asker")
    assert ((await asker.see()).phase, (await asker.see()).log[-1].reason) == ("ended", "blocked")
    await one.say(room, "now")
    assert (await other.see()).log[-1].text == "now"
    assert (await asker.see()).log[-1].code == "asker_left"
    await one.leave(room)
    await asker.enter(question=ASKED)
    assert (await one.enter()).company == "unasked"
    third = house.town.citizen(cell=QUESTION)
    await third.enter()
    assert isinstance(await other.enter(), Matched)
    assert isinstance(await one.poll(), Waiting)


async def test_an_asker_who_has_left_can_still_be_blocked_and_reported(house: House):
    asker, one, _, room = await three(house)
    await asker.leave(room)
    await house.blocks.block(one.place, room, "asker")
    assert await house.reports.file(one.place, room, Reason.HATE, "", "asker")
    await one.leave(room)
    assert await house.town.client.sismember(f"whimsy:{{question}}:blocks:{one.tab.person}", asker.tab.person)


async def test_where_nobody_asked_nobody_who_asked_can_be_named(house: House):
    met = await house.strangers()
    for act in (
        house.reports.evidence(met.one.place, met.room, "asker"),
        house.reports.file(met.one.place, met.room, Reason.HATE, "", "asker"),
        house.blocks.block(met.one.place, met.room, "asker"),
    ):
        with pytest.raises(errors.NotInRoom):
            await act


async def test_who_watches_can_report_and_block_nobody(house: House):
    asker, *_, room = await three(house)
    for act in (
        house.reports.evidence(asker.place, room),
        house.reports.file(asker.place, room, Reason.HATE),
        house.reports.file(asker.place, room, Reason.HATE, "", "asker"),
        house.blocks.block(asker.place, room),
        house.blocks.block(asker.place, room, "asker"),
    ):
        with pytest.raises(errors.NotInRoom):
            await act


async def test_a_sanction_takes_the_asker_out_and_not_the_two(house: House):
    """Fails with `close` in enforce.lua for somebody who only watches."""
    asker, one, _, room = await three(house)
    await house.ban(asker.tab.visitor)
    assert (await asker.see()).phase == "ended"
    await one.say(room, "still here")
    assert (await one.see()).phase == "chatting"


@pytest.mark.parametrize(
    "raw", ["", "a", "b", "q", "stranger", 1, True, [], {}, ["asker"], "asker ", "ASKER"]
)
def test_nobody_else_can_be_named(raw):
    with pytest.raises(errors.Malformed):
        parse_whom(raw)


def test_the_partner_is_meant_where_nobody_is_named():
    assert parse_whom(None) == parse_whom("partner") == "partner"
