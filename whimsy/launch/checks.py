"""Checks before the server starts. Each failure is a Problem of one sentence."""

import asyncio
import ipaddress
import socket
import ssl
from typing import Any

from redis.asyncio import ConnectionPool, Redis
from redis.asyncio.sentinel import MasterNotFoundError
from redis.exceptions import AuthenticationError, NoPermissionError, ReadOnlyError, RedisError, ResponseError

from whimsy.errors import Problem, Unavailable
from whimsy.launch.database import bring_up as migrate_database
from whimsy.launch.database import chain
from whimsy.settings import Settings
from whimsy.storage import redis
from whimsy.storage.cluster import Cluster
from whimsy.storage.redis import Store
from whimsy.storage.store_url import BadStoreUrl, StoreUrl

__all__ = ["migrate_database", "redis_answers"]

_SENTENCES: dict[type[BaseException], str] = {
    AuthenticationError: "Redis does not accept the user and password of WHIMSY_REDIS_URL.",
    NoPermissionError: "The Redis user of WHIMSY_REDIS_URL may not do all that deploy/redis.acl lists.",
    ReadOnlyError: "WHIMSY_REDIS_URL leads to a replica; name its primary, or its Sentinels.",
    MasterNotFoundError: "No Sentinel at WHIMSY_REDIS_URL knows a living primary of that service.",
    ssl.SSLError: "Redis at WHIMSY_REDIS_URL has no certificate that can be trusted; see ssl_ca_certs.",
    ResponseError: "Redis answers at WHIMSY_REDIS_URL, but refuses to run steps; is it version 7 or newer?",
}

_PATIENCE = 5.0
"""Seconds that Redis may take at the start: longer than later, as a machine that just came up is slow."""


def redis_answers(settings: Settings) -> None:
    """Check that WHIMSY_REDIS_URL can be used; raises Problem, which quotes no part of the url."""
    if not settings.redis_url.get_secret_value():
        return
    try:
        asyncio.run(_try_redis(settings))
    except BadStoreUrl as error:
        raise Problem(str(error)) from None
    except (Unavailable, RedisError, OSError) as error:
        raise Problem(_why(error)) from error


async def _try_redis(settings: Settings) -> None:
    settings = settings.model_copy(update={"store_timeout": max(settings.store_timeout, _PATIENCE)})
    client = redis.connect(settings.redis_url.get_secret_value(), settings.store_timeout)
    store = Store(client, settings)
    try:
        if isinstance(client, Cluster):
            nodes = [client.node(name) for name in await client.primaries()]
        else:
            nodes = [client]
            _kind(await redis.answer(client.execute_command("HELLO")))
        await store.pulse(_PATIENCE)
        if settings.production:
            for node in nodes:
                await _guarded(node, settings)
    finally:
        await store.close()


def _kind(hello: Any) -> None:
    """Check that a plain url leads to no cluster and no Sentinel; raises Problem."""
    mode = dict(zip(hello[::2], hello[1::2], strict=True)).get("mode")
    if mode in ("cluster", "sentinel"):
        raise Problem(f"WHIMSY_REDIS_URL leads to a {mode}: it must start with redis+{mode}://.")


async def _guarded(node: Redis, settings: Settings) -> None:
    """Check that Redis refuses who has neither login nor client certificate; raises Problem."""
    pool = node.connection_pool
    connection = await pool.get_connection()
    host, port = getattr(connection, "host", None), getattr(connection, "port", None)
    await pool.release(connection)
    if host is None or _loopback(host):  # a unix socket is guarded by the rights of its file
        return
    options = StoreUrl.parse(settings.redis_url.get_secret_value()).options
    login = ("username", "password", "ssl_certfile", "ssl_keyfile", "ssl_password")
    open_to_all = {name: value for name, value in options.items() if name not in login}
    where = {"host": host, "port": port, "socket_timeout": settings.store_timeout}
    stranger = Redis.from_pool(ConnectionPool(**open_to_all | where))
    try:
        await redis.answer(stranger.ping())
    except Unavailable:
        return
    finally:
        await stranger.aclose()
    raise Problem("In production Redis needs a password: at WHIMSY_REDIS_URL anybody may read and write.")


def _loopback(host: str) -> bool:
    found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    return all(ipaddress.ip_address(str(address).partition("%")[0]).is_loopback for address in found)


def _why(error: BaseException) -> str:
    seen = chain(error)
    for kind, sentence in _SENTENCES.items():
        if any(isinstance(one, kind) for one in seen):
            return sentence
    return "Redis does not answer at WHIMSY_REDIS_URL."
