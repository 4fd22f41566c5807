"""SQL: what must be remembered. Async sessions, and never on the way of a message.

SQLite (aiosqlite) by default, PostgreSQL (asyncpg) in production, one set of tables and migrations.
"""

from __future__ import annotations

from typing import Any

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from whimsy.errors import Unavailable

_BUSY_SECONDS = 5


def connect(url: str) -> AsyncEngine:
    """An engine for `url`; opens no connection yet."""
    if url.startswith("sqlite"):
        engine = create_async_engine(url, connect_args={"timeout": _BUSY_SECONDS})
        event.listen(engine.sync_engine, "connect", _tune_sqlite)
        return engine
    return create_async_engine(
        url, pool_size=4, max_overflow=0, pool_pre_ping=True, connect_args={"timeout": _BUSY_SECONDS}
    )


def sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """Makes sessions whose objects stay readable after commit."""
    return async_sessionmaker(engine, expire_on_commit=False)


async def at_head(engine: AsyncEngine, config: Config) -> bool:
    """Whether the database has every migration; raises Unavailable when it does not answer."""
    head = ScriptDirectory.from_config(config).get_current_head()
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_revision) == head
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        raise Unavailable("database") from error


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _tune_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")  # readers do not wait for the writer
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
