"""Bring the database to the newest migration, or say that somebody has to."""

from __future__ import annotations

import asyncio
import fcntl
from pathlib import Path

from alembic.config import Config

from alembic import command
from whimsy.errors import Unavailable
from whimsy.settings import Settings
from whimsy.storage import sql

_ROOT = Path(__file__).parents[2]


class NotMigrated(Exception):
    """The database answers but lacks migrations; the message says what to run."""


def config(url: str) -> Config:
    """Alembic's configuration for the database at `url`."""
    made = Config(_ROOT / "alembic.ini")
    made.attributes["url"] = url
    return made


def upgrade(settings: Settings) -> None:
    """Run all missing migrations; raises Unavailable. Not from within an event loop."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    # Several workers start at once: one migrates, the others find it done.
    with (settings.data_dir / "migrate.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not asyncio.run(_at_head(settings)):
            command.upgrade(config(settings.sql_url), "head")


async def ready(settings: Settings) -> None:
    """Make sure the database can be used.

    The default SQLite is migrated on the spot; a database of the deployer's is only looked at.
    Raises NotMigrated. A database that does not answer is no reason not to start: chat needs none.
    """
    if not settings.db_url.get_secret_value():
        await asyncio.to_thread(upgrade, settings)
        return
    try:
        if not await _at_head(settings):
            raise NotMigrated("The database is not migrated. Run: python -m whimsy migrate")
    except Unavailable:
        return


async def _at_head(settings: Settings) -> bool:
    engine = sql.connect(settings.sql_url)
    try:
        return await sql.at_head(engine, config(settings.sql_url))
    finally:
        await engine.dispose()
