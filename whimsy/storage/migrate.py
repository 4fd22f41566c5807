"""Bring the database to the newest migration, or say that somebody has to."""

import asyncio
import fcntl
import logging
import threading
from enum import Enum
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from alembic import command
from whimsy.errors import Problem, Unavailable
from whimsy.settings import Settings
from whimsy.storage import folder, sql

log = logging.getLogger(__name__)

_ROOT = Path(__file__).parents[2]
_NEWER = "The database is of a newer version than this one, which goes on with it: update this machine soon."


class NotMigrated(Problem):
    """The database answers, but lacks migrations. The sentence says what to run."""


class Stand(Enum):
    """How the migrations of the database compare with those of this code."""

    BEHIND = "behind"
    LEVEL = "level"
    AHEAD = "ahead"
    """It has a migration that this code does not know. Each migration leaves the tables usable for the last
    version, so that a version can be rolled back, and machines updated one by one."""


def config(url: str) -> Config:
    made = Config(_ROOT / "alembic.ini")
    made.attributes["url"] = url
    return made


def upgrade(settings: Settings) -> None:
    """Run all missing migrations; raises Unavailable, BadFolder. Not from within an event loop.

    Errors of a migration itself are raised as they are.
    """
    data = folder.own(settings.data_dir)
    # Several workers start at once: one migrates, the others find it done. (Machines: alembic/env.py.)
    with folder.writing(data / "migrate.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not settings.db_url.get_secret_value():
            folder.private(data / "whimsy.db")
        if asyncio.run(_stand(settings)) is Stand.BEHIND:
            try:
                command.upgrade(config(settings.sql_url), "head")
            except CommandError:  # a newer version migrated while we waited
                if asyncio.run(_stand(settings)) is not Stand.AHEAD:
                    raise


async def ready(settings: Settings) -> None:
    """Make sure the database can be used.

    The default SQLite is migrated on the spot; a database of the deployer's is only looked at.
    Raises NotMigrated. A database that does not answer is no reason not to start: chat needs none.
    """
    if not settings.db_url.get_secret_value():
        await asyncio.to_thread(upgrade, settings)
        return
    try:
        if await _stand(settings) is Stand.BEHIND:
            raise NotMigrated("The database is not migrated. Run: python -m whimsy migrate")
    except Unavailable:
        return


async def _stand(settings: Settings) -> Stand:
    script = ScriptDirectory.from_config(config(settings.sql_url))
    engine, before = sql.connect(settings.sql_url), {*threading.enumerate()}
    try:
        found = await sql.revisions(engine)
    except Exception:
        # aiosqlite's thread tells this loop that the file cannot be opened: it must not find the loop closed.
        for thread in {*threading.enumerate()} - before:
            if "_connection_worker_thread" in thread.name:
                await asyncio.to_thread(thread.join, 1)
        raise
    finally:
        await engine.dispose()
    if found - {known.revision for known in script.walk_revisions()}:
        log.warning(_NEWER)
        return Stand.AHEAD
    return Stand.LEVEL if found == set(script.get_heads()) else Stand.BEHIND
