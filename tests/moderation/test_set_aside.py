"""A line that cannot be written is set aside, whatever is wrong with it; those after it go on."""

from __future__ import annotations

import asyncio
import json
import sqlite3

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from tests.moderation.house import House, both
from tests.town import Town
from whimsy import errors
from whimsy.moderation.audit import Audit
from whimsy.moderation.blocks import Block
from whimsy.moderation.clock import now_ms
from whimsy.moderation.observation import Observation
from whimsy.moderation.report import Evidence, Reason, Report
from whimsy.rooms.history import History, RoomHistory
from whimsy.settings import Settings
from whimsy.storage import sql
from whimsy.storage.set_aside import SetAside

REPORTS = "whimsy:{text}:reports"
GOOD = {
    "id": "", "room": "text-x", "at": 1, "reason": "spam", "words": "", "reporter": "r",
    "reporter_address": "", "target": "t", "target_address": "", "video": False, "said": {},
}  # fmt: skip
BAD = {
    "is no JSON": "{",
    "is no report": "[1]",
    "lacks a field": json.dumps({"id": "lacks"}),
    "has a reason of another version": json.dumps({**GOOD, "id": "reason", "reason": "rudeness"}),
    "has a number nobody can keep": json.dumps({**GOOD, "id": "number", "at": 10**30}),
    "has text for a number": json.dumps({**GOOD, "id": "text", "at": "soon"}),
    "has a table for text": json.dumps({**GOOD, "id": "table", "target": {}}),
    "has nothing where something must be": json.dumps({**GOOD, "id": "nothing", "words": None}),
    "has half a character": json.dumps({**GOOD, "id": "half", "words": "\ud83d"}),
}
ONLY_POSTGRESQL = {
    "is too long": json.dumps({**GOOD, "id": "l" * 40}),
    "has a character nobody can keep": json.dumps({**GOOD, "id": "nul", "words": "a\0b"}),
}
"""SQLite takes these."""


@both
async def test_what_is_wrong_with_a_line_never_stops_those_after_it(house: House, kind):
    """Fails without `speaks_of_the_line` in `Outbox._move`: the first bad line stays the first for ever."""
    bad = BAD | (ONLY_POSTGRESQL if kind == "postgresql" else {})
    lines = []
    for number, line in enumerate(bad.values()):
        lines += [line, json.dumps({**GOOD, "id": f"good{number}", "at": number})]
    await house.town.client.rpush(REPORTS, *lines)
    assert await house.reports.flush() == len(bad)
    assert await house.town.client.llen(REPORTS) == 0
    assert sorted(row.filed_ms for row in await house.rows(Report)) == list(range(len(bad)))
    assert len(await house.rows(Evidence)) == len(bad)
    kept = await house.aside.first()
    assert len(kept) == await house.aside.count() == len(bad)
    assert {await house.aside.look("ada", row.id) for row in kept} == set(bad.values())
    assert all(row.outbox == "reports" and row.error for row in kept)
    assert {row.what for row in kept} == {"", "spam", "rudeness"}


async def test_a_thousand_bad_lines_keep_no_report_out(migrated: Settings):
    """Fails without set_aside, and for a child without its places of its own in `Reports.file`."""
    settings = migrated.model_copy(update={"reports_waiting": 1000})
    town = await Town.found(settings)
    house = House(town, settings)
    await town.client.rpush(REPORTS, *(json.dumps({"id": str(i)}) for i in range(1000)))
    met, other = await house.strangers(), await house.strangers()
    with pytest.raises(errors.ReportsFull):
        await house.reports.file(met.one.place, met.room, Reason.SPAM)
    assert await house.reports.file(other.one.place, other.room, Reason.CHILD_SAFETY)
    await house.reports.flush()
    assert [row.reason for row in await house.rows(Report)] == [Reason.CHILD_SAFETY]
    assert await house.aside.count() == 1000
    assert await house.reports.file(met.one.place, met.room, Reason.SPAM)
    await house.close()
    await town.close()


async def test_a_bad_line_of_a_child_is_seen_first_at_the_desk(house: House):
    early = [{**GOOD, "id": "x", "at": "?", "target": str(n)} for n in range(60)]
    child = {**early[0], "reason": "child_safety"}
    await house.town.client.rpush(REPORTS, *(json.dumps(line) for line in (*early, child)))
    await house.reports.flush()
    assert (await house.aside.first())[0].what == "child_safety"
    assert await house.aside.count() == 61


@pytest.mark.parametrize(
    ("reason", "age", "pace"),
    [("child_safety", 1700, "open"), ("child_safety", 1900, "slow"), ("child_safety", 7300, "stopped"),
     ("of a newer version", 1900, "slow"), ("spam", 90_000, "open")],
)  # fmt: skip
async def test_a_severe_report_that_cannot_be_written_holds_video_as_a_written_one(
    house: House, reason, age, pace
):
    """Fails without `aside` in `Queue.oldest_severe`, or without `_since`: a database was away meanwhile."""
    line = {**GOOD, "id": "x", "reason": reason, "words": None, "at": now_ms() - age * 1000}
    await house.town.client.rpush(REPORTS, json.dumps(line))
    await house.reports.flush()
    assert house.capacity.video == "open"
    await house.capacity.look()
    assert house.capacity.video == pace
    [row] = await house.aside.first()
    await house.aside.discard("ada", row.id)
    await house.capacity.look()
    assert house.capacity.video == "open"


@both
async def test_a_report_about_which_nothing_can_be_read_counts_from_when_it_was_set_aside(house: House):
    """Fails without `not_in`: it may be about a child, and nobody has looked."""
    await house.town.client.rpush(REPORTS, "{", json.dumps({"at": 1}), json.dumps({"at": True}))
    await house.reports.flush()
    oldest = await house.queue.oldest_severe()
    assert 0 <= now_ms() - oldest < 60_000


@pytest.mark.parametrize("away", ["locked", "not migrated", "read only"])
async def test_while_the_database_cannot_write_nothing_is_set_aside(house: House, tmp_path, away):
    """Fails when `speaks_of_the_line` takes a refusal of the server for one of the line."""
    met = await house.strangers()
    await house.reports.file(met.one.place, met.room, Reason.THREAT)
    with sqlite3.connect(tmp_path / "whimsy.db", isolation_level=None) as other:
        begin, end = {
            "locked": ("BEGIN EXCLUSIVE", "ROLLBACK"),
            "not migrated": (
                "ALTER TABLE report RENAME TO elsewhere",
                "ALTER TABLE elsewhere RENAME TO report",
            ),
            "read only": (None, None),
        }[away]
        if begin:
            other.execute(begin)
            assert await house.reports.flush() == 0
            other.execute(end)
        else:
            engine = create_async_engine(f"sqlite+aiosqlite:///file:{tmp_path}/whimsy.db?mode=ro&uri=true")
            shut = House(house.town, house.settings)
            await shut.close()
            shut = type(shut.reports)(
                house.town.store, sql.sessions(engine), house.settings, lambda *_: asyncio.sleep(0)
            )
            assert await shut.flush() == 0
            await engine.dispose()
    other.close()
    assert await house.town.client.llen(REPORTS) == 1
    assert await house.aside.count() == 0
    assert await house.reports.flush() == 1


async def test_while_postgresql_is_away_nothing_is_set_aside(house: House):
    engine = sql.connect("postgresql+asyncpg://nobody@127.0.0.1:1/none")
    met = await house.strangers()
    await house.reports.file(met.one.place, met.room, Reason.THREAT)
    gone = type(house.reports)(
        house.town.store, sql.sessions(engine), house.settings, lambda *_: asyncio.sleep(0)
    )
    assert await gone.flush() == 0
    await engine.dispose()
    assert await house.town.client.llen(REPORTS) == 1


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("shut", "open_"),
    [
        ("ALTER TABLE report RENAME TO elsewhere", "ALTER TABLE elsewhere RENAME TO report"),
        ("ALTER DATABASE {} SET default_transaction_read_only = on",
         "ALTER DATABASE {} RESET default_transaction_read_only"),
    ],
)  # fmt: skip
async def test_while_postgresql_refuses_everybody_nothing_is_set_aside(house: House, shut, open_):
    from sqlalchemy import text

    async def run(statement):
        async with house.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("SET default_transaction_read_only = off"))
            name = await connection.scalar(text("SELECT current_database()"))
            await connection.execute(text(statement.format(f'"{name}"')))
        await house.engine.dispose()  # a setting of the database begins with the next connection

    met = await house.strangers()
    await house.reports.file(met.one.place, met.room, Reason.THREAT)
    await run(shut)
    assert await house.reports.flush() == 0
    assert await house.town.client.llen(REPORTS) == 1
    await run(open_)
    assert await house.reports.flush() == 1
    assert await house.aside.count() == 0


@both
async def test_the_desk_tries_again_or_discards_and_each_is_on_record(house: House):
    line = {**GOOD, "id": "late", "reason": "rudeness"}
    await house.town.client.rpush(REPORTS, json.dumps(line), "{")
    await house.reports.flush()
    late, broken = sorted(await house.aside.first(), key=lambda row: row.what, reverse=True)
    assert not await house.aside.again("ada", late.id)
    assert await house.aside.count() == 2
    async with house.sessions() as session, session.begin():  # as when a newer version knows the reason
        (await session.get(SetAside, late.id)).line = json.dumps(json.dumps({**line, "reason": "spam"}))[1:-1]
    assert await house.aside.again("ada", late.id)
    assert [row.id for row in await house.rows(Report)] == ["late"]
    await house.aside.discard("ada", broken.id)
    assert await house.aside.count() == 0
    for act in (house.aside.again, house.aside.discard, house.aside.look):
        with pytest.raises(errors.CaseChanged):
            await act("ada", broken.id)
    acts = [
        (row.who, row.act, row.subject) for row in await house.rows(Audit) if row.subject.startswith("line:")
    ]
    assert acts == [("ada", "write", f"line:{late.id}"), ("ada", "discard", f"line:{broken.id}")]


async def test_every_outbox_goes_on(house: House):
    client, sessions = house.town.client, house.sessions
    history = History(house.town.store, sessions)
    good = {
        "whimsy:{observed}:waiting": {
            "id": "o", "visitor": "v", "address": "", "kind": "ages", "weight": 0.1, "at": 1},
        "whimsy:{text}:blocked": {"person": "a", "other": "b", "at": 1},
        "whimsy:{video}:closed": {"room": "video-x", "opened": 1, "closed": 2, "reason": "left", "texts": 0},
    }  # fmt: skip
    for key, line in good.items():
        await client.rpush(key, "null", json.dumps(line))
    await asyncio.gather(house.observations.flush(), house.blocks.remember(), history.flush())
    for table in (Observation, Block, RoomHistory):
        assert len(await house.rows(table)) == 1
    assert sorted(row.outbox for row in await house.aside.first()) == ["blocks", "history", "observations"]


async def test_a_line_that_dies_between_the_two_stores_is_set_aside_once(house: House):
    """Fails without the digest as the row's id."""
    for _ in range(2):
        await house.town.client.rpush(REPORTS, "{")
        await house.reports.flush()
    assert await house.aside.count() == 1


async def test_what_is_set_aside_goes_with_the_evidence(house: House):
    """Fails without set_aside among the terms of retention."""
    await house.town.client.rpush(REPORTS, "{")
    await house.reports.flush()
    [row] = await house.aside.first()
    term = int(house.settings.evidence_days * 86_400_000)
    assert (await house.retention.sweep(row.at_ms + term))["set_aside"] == 0
    assert (await house.retention.sweep(row.at_ms + term + 1))["set_aside"] == 1


async def test_the_log_says_that_a_line_was_set_aside_and_nothing_of_it(house: House, caplog):
    await house.town.client.rpush(REPORTS, json.dumps({**GOOD, "words": "my secret", "at": "my secret"}))
    await house.reports.flush()
    assert "reports: a line cannot be written" in caplog.text
    assert "secret" not in caplog.text
