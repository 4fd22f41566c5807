"""Connections over TLS that are closed at once, without waiting for the other side to close them, too.

asyncio would wait up to half a minute for the close_notify, which a server that hangs never sends: meanwhile
the connection stays open, and at last it raises. To leave the wait out is safe: each answer of Redis says how
long it is, so that one that was cut short is noticed (RFC 8446, 6.1).
"""

from typing import Any, cast

from redis.asyncio.connection import SSLConnection
from redis.asyncio.sentinel import SentinelManagedSSLConnection


class _HangsUp:
    async def disconnect(self, *args: Any, **kwargs: Any) -> None:
        connection = cast(Any, self)
        if connection._writer:
            connection._writer.transport.abort()
        await cast(Any, super()).disconnect(*args, **kwargs)


class TLS(_HangsUp, SSLConnection):
    """A connection to one server."""


class ManagedTLS(_HangsUp, SentinelManagedSSLConnection):
    """A connection to the primary that Sentinels name."""
