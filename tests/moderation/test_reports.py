"""Reports: on a room truly shared, once a side, with what was really said, and once in SQL."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest

from tests.moderation.house import House, both
from tests.town import Town
from whimsy import errors
from whimsy.moderation.report import Evidence, Reason, Report, Severity
from whimsy.settings import Settings
from whimsy.storage import migrate
from whimsy.storage.keys import TEXT, new_room


@both
async def test_a_report_carries_who_and_what_from_the_room_itself(house: House):
    met = await house.strangers()
    await met.one.say(met.room, "hello")
    await met.other.say(met.room, "send money")
    assert await house.reports.file(met.one.place, met.room, Reason.SCAM, "he asked for money")
    assert await house.reports.flush() == 1
    [report], [evidence] = await house.rows(Report), await house.rows(Evidence)
    assert (report.reporter, report.target) == (met.one.tab.visitor, met.other.tab.visitor)
    assert report.reporter_address.startswith("address") and report.target_address != report.reporter_address
    assert (report.reason, report.severity, report.status, report.video) == (
        "scam",
        Severity.MEDIUM,
        "open",
        False,
    )
    assert evidence.words == "he asked for money"
    assert [(line["mine"], line["text"]) for line in evidence.said] == [
        (True, "hello"),
        (False, "send money"),
    ]


async def test_what_is_shown_before_is_what_is_sent_and_only_the_last_of_it(house: House):
    """Fails without the bound in `last_texts` of sides.lua."""
    met = await house.strangers()
    for i in range(house.settings.evidence_messages + 5):
        await met.other.say(met.room, f"line {i}")
    await met.other.part()
    shown = await house.reports.evidence(met.one.place, met.room)
    await house.reports.file(met.one.place, met.room, Reason.OTHER)
    await house.reports.flush()
    [evidence] = await house.rows(Evidence)
    assert [said.text for said in shown] == [line["text"] for line in evidence.said]
    assert [said.text for said in shown] == [
        f"line {i}" for i in range(5, house.settings.evidence_messages + 5)
    ]


async def test_each_side_reports_once(house: House):
    """Fails without `reported_` in report.lua."""
    met = await house.strangers()
    answers = await asyncio.gather(
        *(
            house.reports.file(who.place, met.room, Reason.SPAM)
            for who in (met.one, met.other)
            for _ in range(5)
        )
    )
    assert sorted(answers) == [False] * 8 + [True] * 2
    await house.reports.flush()
    assert {r.reporter for r in await house.rows(Report)} == {met.one.tab.visitor, met.other.tab.visitor}


async def test_only_a_room_one_was_in_can_be_reported_and_only_by_who_holds_the_tab(house: House):
    """Fails without the comparison of a and b in `side`, and without its holder check."""
    met, elsewhere = await house.strangers(), await house.strangers()
    for room in (elsewhere.room, new_room(TEXT)):
        with pytest.raises(errors.NotInRoom):
            await house.reports.file(met.one.place, room, Reason.SPAM)
        with pytest.raises(errors.NotInRoom):
            await house.reports.evidence(met.one.place, room)
    old = met.one.place
    await met.one.come_back()
    with pytest.raises(errors.NotHolder):
        await house.reports.file(old, met.room, Reason.SPAM)
    assert await house.reports.file(met.one.place, met.room, Reason.SPAM)


async def test_a_closed_room_can_be_reported_for_ten_minutes_even_from_the_next_chat(house: House):
    """Fails without the `closed` check in `side`, or when it compares with the tab's present room."""
    met = await house.strangers()
    await met.other.say(met.room, "bad words")
    await met.one.enter(leaving=met.room)
    house.town.sleep(599)
    assert [said.text for said in await house.reports.evidence(met.one.place, met.room)] == ["bad words"]
    assert await house.reports.file(met.one.place, met.room, Reason.HATE)
    house.town.sleep(2)
    with pytest.raises(errors.NotInRoom):
        await house.reports.file(met.other.place, met.room, Reason.HATE)


async def test_a_full_queue_refuses_and_what_was_refused_can_be_filed_later(migrated: Settings):
    """Fails without the LLEN check in report.lua; and when `reported_` is set before it."""
    settings = migrated.model_copy(update={"reports_waiting": 1})
    town = await Town.found(settings)
    house = House(town, settings)
    first, second = await house.strangers(), await house.strangers()
    assert await house.reports.file(first.one.place, first.room, Reason.SPAM)
    with pytest.raises(errors.ReportsFull):
        await house.reports.file(second.one.place, second.room, Reason.SPAM)
    await house.reports.flush()
    assert await house.reports.file(second.one.place, second.room, Reason.SPAM)
    await house.close()
    await town.close()


@both
async def test_a_report_written_twice_counts_once(house: House):
    """Fails without `known` in `Reports._write`."""
    met = await house.strangers()
    await house.reports.file(met.one.place, met.room, Reason.SPAM)
    lines = await house.town.client.lrange("whimsy:{text}:reports", 0, -1)
    await asyncio.gather(*(house.reports.flush() for _ in range(4)))
    await house.town.client.rpush("whimsy:{text}:reports", *lines)  # the process died before it said so
    await house.reports.flush()
    assert len(await house.rows(Report)) == 1
    assert await house.town.client.llen("whimsy:{text}:reports") == 0


async def test_reports_wait_for_days_while_sql_is_away(house: House):
    """Fails without the PEXPIRE in report.lua."""
    met = await house.strangers()
    await house.reports.file(met.one.place, met.room, Reason.SPAM)
    left = await house.town.client.pttl("whimsy:{text}:reports")
    assert 6 * 86_400_000 < left <= 7 * 86_400_000


async def test_a_report_filed_while_sql_is_locked_appears_once_later(tmp_path, valkey):
    settings = Settings(data_dir=tmp_path, redis_url=valkey)
    await asyncio.to_thread(migrate.upgrade, settings)
    town = await Town.found(settings)
    house = House(town, settings)
    locker = sqlite3.connect(tmp_path / "whimsy.db", isolation_level=None)
    locker.execute("BEGIN EXCLUSIVE")
    met = await house.strangers()
    assert await asyncio.wait_for(house.reports.file(met.one.place, met.room, Reason.THREAT), 4)
    assert await house.reports.flush() == 0
    locker.execute("ROLLBACK")
    locker.close()
    assert await house.reports.flush() == 1
    assert len(await house.rows(Report)) == 1
    await house.close()
    await town.close()
