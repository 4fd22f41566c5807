"""A connection over TLS that hangs up without a goodbye.

asyncio waits up to half a minute for the other side's close_notify, which a server that hangs never sends:
each connection that is given up would stay open for so long, and raise once more. Every answer of Redis says
how long it is, so none can be cut short unseen (RFC 8446, 6.1).
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
