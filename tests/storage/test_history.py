"""Closed rooms reach SQL once, without a word of what was said, whatever SQL does meanwhile."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest
from sqlmodel import select

from tests.town import Town
from whimsy.rooms.history import DailyCount, History, RoomHistory
from whimsy.settings import Settings
from whimsy.storage import migrate, sql


@pytest.fixture
def migrated(database: Settings) -> Settings:
    migrate.upgrade(database)
    return database


async def _closed_rooms(settings: Settings, many: int) -> tuple[Town, list[str]]:
    town = await Town.found(settings)
    rooms = []
    for _ in range(many):
        one, other, room = await town.pair()
        await one.say(room, "the quick brown fox")
        await other.leave(room)
        rooms.append(room)
    return town, rooms


async def _read(engine, table):
    async with sql.sessions(engine)() as session:
        return (await session.scalars(select(table))).all()


async def test_a_closed_room_is_remembered_without_what_was_said(migrated: Settings):
    town, [room] = await _closed_rooms(migrated, 1)
    engine = sql.connect(migrated.sql_url)
    assert await History(town.store, sql.sessions(engine)).flush() == 1
    [row] = await _read(engine, RoomHistory)
    assert (row.id, row.cell, row.reason, row.texts) == (room, "text", "left", 1)
    assert row.closed_ms >= row.opened_ms > 0
    assert "fox" not in repr(row)
    [day] = await _read(engine, DailyCount)
    assert (day.rooms, day.texts) == (1, 1)
    await town.close()
    await engine.dispose()


async def test_each_room_counts_once_even_when_two_processes_drain_and_lines_repeat(migrated: Settings):
    town, rooms = await _closed_rooms(migrated, 30)
    waiting = "whimsy:{text}:closed"
    lines = await town.client.lrange(waiting, 0, -1)
    engine = sql.connect(migrated.sql_url)
    history = History(town.store, sql.sessions(engine))
    await asyncio.gather(*(history.flush() for _ in range(4)))
    await town.client.rpush(waiting, *lines)  # written, but the process died before it said so
    await history.flush()
    assert sorted(row.id for row in await _read(engine, RoomHistory)) == sorted(rooms)
    assert sum(day.rooms for day in await _read(engine, DailyCount)) == 30
    assert await town.client.llen(waiting) == 0
    await town.close()
    await engine.dispose()


async def test_chat_goes_on_and_history_waits_while_sql_is_locked(tmp_path, valkey):
    settings = Settings(data_dir=tmp_path, redis_url=valkey)
    await asyncio.to_thread(migrate.upgrade, settings)
    engine = sql.connect(settings.sql_url)
    town, rooms = await _closed_rooms(settings, 2)
    history = History(town.store, sql.sessions(engine))
    locker = sqlite3.connect(tmp_path / "whimsy.db", isolation_level=None)
    locker.execute("BEGIN EXCLUSIVE")
    draining = asyncio.create_task(history.flush())
    one, other, room = await asyncio.wait_for(town.pair(), 4)
    await asyncio.wait_for(one.say(room, "still here"), 4)
    assert await draining == 0
    assert await town.client.llen("whimsy:{text}:closed") == 2
    locker.execute("ROLLBACK")
    locker.close()
    assert await history.flush() == 2
    await town.close()
    await engine.dispose()
