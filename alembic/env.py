"""How Alembic reaches the database: the url of WHIMSY_DB_URL, or one given by the caller."""

import asyncio

from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from alembic import context
from whimsy.moderation import (  # noqa: F401  (their tables)
    account,
    appeals,
    audit,
    blocks,
    observation,
    report,
    sanction,
    switches,
)
from whimsy.rooms import history  # noqa: F401
from whimsy.settings import settings
from whimsy.storage import set_aside, sql  # noqa: F401

ONE_AT_A_TIME = 0x77686D73
"""The key of the lock that machines take before they migrate: "whms", which nobody else is likely to use."""


def migrate(connection: Connection) -> None:
    # Several machines start at once: one migrates, the others wait, then find it done. The locks end with the
    # transaction, so a machine that dies meanwhile keeps nobody, and a pooler can be in between.
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,  # SQLite cannot alter a column in place
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def online() -> None:
    engine = sql.connect(context.config.attributes.get("url") or settings().sql_url)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(migrate)
    finally:
        await engine.dispose()


asyncio.run(online())
