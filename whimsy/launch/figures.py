"""`python -m whimsy numbers`: what the desk shows of now, on the command line."""

import asyncio
from dataclasses import asdict
from typing import Any

from whimsy.durations import wait
from whimsy.engine import redis_url
from whimsy.errors import Problem, Unavailable
from whimsy.moderation import numbers
from whimsy.moderation.numbers import Numbers
from whimsy.settings import Settings
from whimsy.storage import redis, sql
from whimsy.storage.redis import Store
from whimsy.storage.sql import AWAY


def read(settings: Settings) -> Numbers:
    """The numbers of now; raises Problem when Redis or the database does not answer."""
    try:
        return asyncio.run(_read(settings))
    except Unavailable as error:
        raise Problem("Redis does not answer.") from error
    except AWAY as error:
        raise Problem("The database does not answer, or is not migrated.") from error


async def _read(settings: Settings) -> Numbers:
    store = Store(redis.connect(redis_url(settings), settings.store_timeout), settings)
    engine = sql.connect(settings.sql_url)
    try:
        return await numbers.read(store, sql.sessions(engine))
    finally:
        await store.close()
        await engine.dispose()


def as_values(found: Numbers) -> dict[str, Any]:
    """Fit for JSON, as the dataclasses name them."""
    return asdict(found)


def told(found: Numbers) -> str:
    """In words, one thing a line."""
    lines = [f"visitors online: {found.online}"]
    for one in found.lobbies:
        longest = f", the longest {wait(one.longest_ms / 1000)}" if one.waiting else ""
        lines.append(f"{one.cell}: waiting {one.waiting}{longest}; chats {one.rooms}")
    oldest = f", the oldest {wait(found.oldest_ms / 1000)}" if found.reports else ""
    lines.append(f"open reports: {found.reports}{oldest}; on their way to the database {found.queued}")
    if found.reaction_ms:
        lines.append(f"from a report to its decision, median of a week: {wait(found.reaction_ms / 1000)}")
    return "\n".join(lines)
