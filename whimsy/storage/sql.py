"""SQL: what must be remembered. No message ever waits for it.

SQLite (aiosqlite) by default, PostgreSQL (asyncpg) in production, one set of tables and migrations.
"""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import asyncpg
from alembic.migration import MigrationContext
from sqlalchemy import Connection, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from whimsy.database import Database
from whimsy.errors import Unavailable

log = logging.getLogger(__name__)

_BUSY_SECONDS = 5
AWAY = (SQLAlchemyError, OSError)
"""What a database that does not answer, or refuses, makes SQLAlchemy raise. A timeout is an OSError."""


def connect(url: str) -> AsyncEngine:
    """An engine for `url`, as `whimsy.database` reads it; opens no connection yet."""
    database = Database.parse(url)
    options = {"timeout": _BUSY_SECONDS, **database.options}
    if database.url.drivername.startswith("sqlite"):
        engine = create_async_engine(database.url, connect_args=options)
        event.listen(engine.sync_engine, "connect", _tune_sqlite)
        return engine
    return create_async_engine(
        database.url, pool_size=4, max_overflow=0, pool_pre_ping=True, connect_args=options
    )


def sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """A maker of sessions whose objects stay readable after the commit."""
    return async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def needed(sessions: async_sessionmaker[AsyncSession]) -> AsyncIterator[AsyncSession]:
    """A session for what somebody waits for; raises Unavailable while the database is away."""
    try:
        async with sessions() as session:
            yield session
    except AWAY as error:
        raise Unavailable("database") from error


@contextmanager
def tried_again(chore: str) -> Iterator[None]:
    """For a chore: end its round, with a line in the log, when the database is away."""
    try:
        yield
    except AWAY as error:
        log.warning("%s: sql does not answer (%s), will try again", chore, type(error).__name__)


async def revisions(engine: AsyncEngine) -> frozenset[str]:
    """The migrations the database says it has; raises Unavailable when it does not answer."""
    try:
        async with engine.connect() as connection:
            return frozenset(await connection.run_sync(heads))
    except (*AWAY, UnicodeError, asyncpg.PostgresError) as error:
        raise Unavailable("database") from error


def heads(connection: Connection) -> tuple[str, ...]:
    """The last migration of each branch that this database says it has."""
    return MigrationContext.configure(connection).get_current_heads()


def _tune_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")  # readers do not wait for the writer
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
