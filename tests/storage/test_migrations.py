"""Migrations on SQLite and PostgreSQL: up, down, and the tables are what the code says."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import inspect

from alembic import command
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
