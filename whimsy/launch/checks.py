"""What must be true before the server starts; each failure is one sentence."""

from __future__ import annotations

import asyncio
import socket

from whimsy.errors import Unavailable
from whimsy.launch.problem import Problem
from whimsy.settings import Settings
from whimsy.storage import migrate, redis


def listen(host: str, port: int) -> socket.socket:
    """Take the port; raises Problem when somebody else has it."""
    family, kind, _, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    taken = socket.socket(family, kind)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(address)
        # Bound is not enough: until somebody listens, a second server could bind as well.
        taken.listen(2048)
    except OSError as error:
        taken.close()
        raise Problem(f"Port {port} is in use. Choose another: make run WHIMSY_PORT=3001") from error
    taken.set_inheritable(True)
    return taken


def redis_answers(settings: Settings) -> None:
    """Make sure the deployer's Redis answers; raises Problem. Never shows the url: it may hold a password."""
    url = settings.redis_url.get_secret_value()
    if url:
        try:
            asyncio.run(_ping(url, settings.store_timeout))
        except (Unavailable, ValueError) as error:
            raise Problem("Redis does not answer at WHIMSY_REDIS_URL.") from error


def migrate_database(settings: Settings) -> None:
    """Bring the database up to date; raises Problem."""
    try:
        migrate.upgrade(settings)
    except Unavailable as error:
        raise Problem("The database does not answer at WHIMSY_DB_URL.") from error


async def _ping(url: str, timeout: float) -> None:
    client = redis.connect(url, timeout)
    try:
        await redis.answer(client.ping())
    finally:
        await client.aclose()
