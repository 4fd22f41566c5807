"""Migrations on SQLite and PostgreSQL: up, down, and the tables are what the code says."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest
from sqlalchemy import inspect, text

from alembic import command
from tests import postgres
from whimsy.settings import Settings
from whimsy.storage import migrate, sql

TABLES = {
    "room_history", "daily_count", "report", "evidence", "observation", "sanction", "appeal", "audit",
    "block", "moderator", "switch", "set_aside",
}  # fmt: skip


async def _tables(url: str) -> set[str]:
    engine = sql.connect(url)
    async with engine.connect() as connection:
        found = await connection.run_sync(lambda c: set(inspect(c).get_table_names()))
    await engine.dispose()
    return found - {"alembic_version"}


def test_up_down_and_up_again(database: Settings):
    migrate.upgrade(database)
    assert asyncio.run(_tables(database.sql_url)) == TABLES
    command.downgrade(migrate.config(database.sql_url), "base")
    assert asyncio.run(_tables(database.sql_url)) == set()
    migrate.upgrade(database)
    assert asyncio.run(_tables(database.sql_url)) == TABLES


def test_the_models_and_the_migrations_agree(database: Settings):
    migrate.upgrade(database)
    command.check(migrate.config(database.sql_url))


def test_an_upgrade_that_has_nothing_to_do_is_harmless(database: Settings):
    migrate.upgrade(database)
    migrate.upgrade(database)


def test_a_deployers_database_is_not_migrated_behind_their_back(tmp_path):
    url = f"sqlite:///{tmp_path}/theirs.db"
    theirs = Settings(data_dir=tmp_path, db_url=url)
    with pytest.raises(migrate.NotMigrated, match="python -m whimsy migrate"):
        asyncio.run(migrate.ready(theirs))
    migrate.upgrade(theirs)
    asyncio.run(migrate.ready(theirs))


def test_chat_starts_although_the_database_does_not_answer(tmp_path):
    gone = Settings(data_dir=tmp_path, db_url="postgresql://nobody@127.0.0.1:1/none")
    asyncio.run(migrate.ready(gone))


def says(url: str, revision: str) -> None:
    """Make the database claim that its last migration was another one."""

    async def claim() -> None:
        engine = sql.connect(url)
        async with engine.begin() as connection:
            await connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": revision})
        await engine.dispose()

    asyncio.run(claim())


def test_a_database_of_a_newer_version_is_used_as_it_is(database: Settings, caplog):
    """Fails with a comparison for equality: code could not be rolled back, nor a worker replaced."""
    migrate.upgrade(database)
    says(database.sql_url, "9999")
    caplog.clear()
    migrate.upgrade(database)
    asyncio.run(migrate.ready(database))
    assert len(caplog.messages) == 2 and all("update this machine" in line for line in caplog.messages)


async def test_a_machine_waits_while_another_one_migrates(postgres_url, tmp_path):
    """Fails without the lock in alembic/env.py."""
    url = await postgres.fresh_database(postgres_url, "migrates_at_once")
    other = await asyncpg.connect(url)
    await other.execute(f"SELECT pg_advisory_lock({0x77686D73})")
    migrating = asyncio.create_task(
        asyncio.to_thread(migrate.upgrade, Settings(data_dir=tmp_path, db_url=url))
    )
    async with asyncio.timeout(60):
        while not await other.fetchval(
            "SELECT count(*) FROM pg_locks WHERE locktype='advisory' AND NOT granted"
        ):
            assert not migrating.done(), "it did not wait"
            await asyncio.sleep(0.05)
        assert await other.fetchval("SELECT to_regclass('report')") is None
        await other.execute(f"SELECT pg_advisory_unlock({0x77686D73})")
        await migrating
    assert await other.fetchval("SELECT to_regclass('report')") is not None
    await other.close()
