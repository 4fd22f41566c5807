"""Kill switches, the pace of video, and the desk's numbers."""

from __future__ import annotations

import time

import pytest

from tests.moderation.house import House, both
from tests.town import Town
from whimsy import errors
from whimsy.moderation import numbers
from whimsy.moderation.audit import Audit
from whimsy.moderation.clock import now_ms
from whimsy.moderation.report import Reason, Report
from whimsy.moderation.switches import NAMES, Board, Switches
from whimsy.settings import Settings
from whimsy.storage.keys import TEXT, VIDEO


@pytest.mark.parametrize("name", NAMES)
async def test_a_switch_works_in_every_process_within_two_seconds_and_is_on_record(
    house: House, name, monkeypatch
):
    """Fails without `_FRESH_SECONDS` in `board`."""
    other = Switches(house.town.store, house.sessions)
    assert await other.board() == await house.switches.board() == Board()
    await house.switches.turn("ada", name, on=False)
    assert await house.switches.board() == Board(**{name: False})
    clock = time.monotonic()
    monkeypatch.setattr("whimsy.moderation.switches.time.monotonic", lambda: clock + 2.1)
    assert await other.board() == Board(**{name: False})
    await house.switches.turn("ada", name, on=True)
    assert await house.switches.board() == Board()
    assert [(line.who, line.act) for line in await house.rows(Audit)] == [("ada", "off"), ("ada", "on")]


async def test_a_switch_is_not_asked_for_at_every_use(house: House):
    await house.switches.board()
    await house.town.client.flushall()
    await house.switches.board()
    assert await house.town.client.keys("*switches*") == []


@both
async def test_a_lost_redis_turns_nothing_on(house: House):
    """Fails without `_remembered` in switches.py."""
    await house.switches.turn("ada", "video", on=False)
    await house.town.client.flushall()
    assert await Switches(house.town.store, house.sessions).board() == Board(video=False)


async def test_what_was_known_last_holds_while_redis_is_away(house: House, tmp_path):
    await house.switches.turn("ada", "links", on=False)
    await house.switches.board()
    nowhere = Settings(redis_url="redis://127.0.0.1:1/0", data_dir=tmp_path)
    house.switches._store = Town(nowhere).store
    house.switches._read_at = 0.0
    assert await house.switches.board() == Board(links=False)
    with pytest.raises(errors.Unavailable):
        await Switches(house.switches._store, house.sessions).board()


@both
@pytest.mark.parametrize(
    ("reason", "age", "pace"),
    [(Reason.CHILD_SAFETY, 1700, "open"), (Reason.CHILD_SAFETY, 1900, "slow"),
     (Reason.THREAT, 7300, "stopped"), (Reason.SPAM, 90_000, "open")],
)  # fmt: skip
async def test_video_slows_and_stops_while_severe_reports_wait(house: House, reason, age, pace):
    """Fails without SEVERE in `oldest_severe`, or without the ages in `Capacity.video`."""
    await house.accuse("v", reason=reason)
    await house.reports.flush()
    async with house.sessions() as session, session.begin():
        [row] = await house.rows(Report)
        row.filed_ms = now_ms() - age * 1000
        await session.merge(row)
    assert house.capacity.video == "open"
    await house.capacity.look()
    assert house.capacity.video == pace
    assert house.capacity.wait == (house.settings.severe_slow if pace == "slow" else 0)
    await house.decisions.dismiss("ada", "v", (row.id,))
    await house.capacity.look()
    assert house.capacity.video == "open"


@both
async def test_numbers_say_what_is(house: House):
    await house.town.headcount.vouch(["v1", "v2", "v3"])
    met = await house.strangers()
    waiting = house.town.citizen(cell=VIDEO)
    await waiting.enter("jazz")
    house.town.sleep(3)
    await met.other.part()
    await house.reports.file(met.one.place, met.room, Reason.SPAM)
    found = await numbers.read(house.town.store, house.sessions)
    text, _voice, video, _question = found.lobbies
    assert (text.cell, text.waiting, text.rooms, text.longest_ms) == (TEXT, 0, 1, 0)
    assert (video.cell, video.waiting, video.rooms) == (VIDEO, 1, 0) and 3000 <= video.longest_ms < 60_000
    assert (found.online, found.reports, found.queued, found.oldest_ms, found.reaction_ms) == (3, 0, 1, 0, 0)
    await house.reports.flush()
    async with house.sessions() as session, session.begin():
        [row] = await house.rows(Report)
        row.filed_ms = now_ms() - 60_000
        await session.merge(row)
    found = await numbers.read(house.town.store, house.sessions)
    assert (found.reports, found.queued) == (1, 0) and 60_000 <= found.oldest_ms < 120_000
    await house.decisions.dismiss("ada", met.other.tab.visitor, (row.id,))
    found = await numbers.read(house.town.store, house.sessions)
    assert (found.reports, found.oldest_ms) == (0, 0) and 60_000 <= found.reaction_ms < 120_000
