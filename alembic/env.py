"""How Alembic reaches the database: the url of WHIMSY_DB_URL, or one given by the caller."""

import asyncio

from sqlalchemy import Connection
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


def migrate(connection: Connection) -> None:
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
