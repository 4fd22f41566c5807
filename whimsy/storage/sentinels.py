"""Redis behind Sentinels: a client of whoever is the primary.

redis-py asks them anew for each connection, all through the same clients: of two tasks that connect at once,
one closes the connections the other is about to ask over. So they are asked once for all who wait meanwhile.
Source: https://redis.io/docs/latest/develop/reference/sentinel-clients/.
"""

from __future__ import annotations

import asyncio
from typing import Any, cast

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.sentinel import Sentinel, SentinelConnectionPool, SentinelManagedConnection

from whimsy.storage.connection import TLS, ManagedTLS
from whimsy.storage.store_url import StoreUrl


def primary(where: StoreUrl, manners: dict[str, Any], pooled: dict[str, Any]) -> Redis:
    """A client of the primary, not yet connected.

    manners: how to connect and wait, towards the Sentinels as well; pooled: of the client's pool alone.
    """
    options = dict(where.options)
    tls = options.pop("connection_class", None) is TLS
    user, password = where.sentinel_login
    # A quarter of the time: a Sentinel that hangs must leave time to ask the next one and to connect.
    asking = {**manners, **{name: manners[name] / 4 for name in ("socket_timeout", "socket_connect_timeout")}}
    certificates = {name: value for name, value in options.items() if name.startswith("ssl_")}
    sentinels = Sentinels(
        where.hosts,
        sentinel_kwargs={**asking, **certificates, "ssl": tls, "username": user, "password": password},
    )
    if tls:
        for one in sentinels.sentinels:
            one.connection_pool.connection_class = TLS
    made = {
        "connection_class": ManagedTLS if tls else SentinelManagedConnection,
        **options,
        **manners,
        **pooled,
    }
    return cast(Redis, sentinels.master_for(where.service, connection_pool_class=_Pool, **made))


class Sentinels(cast(Any, Sentinel)):  # type: ignore[misc]
    """Asked only when a connection is made, so none to a Sentinel is kept."""

    _asking: asyncio.Task[Any] | None = None

    async def discover_master(self, service_name: str) -> Any:
        """Where the primary is; raises redis-py's MasterNotFoundError. Who leaves takes it from nobody."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask(service_name), name="sentinels")
            self._asking.add_done_callback(lambda done: done.cancelled() or done.exception())
        return await asyncio.shield(self._asking)

    async def settle(self) -> None:
        """Wait until nobody is asked: what is open after the end is closed by nobody."""
        if self._asking:
            await asyncio.gather(self._asking, return_exceptions=True)

    async def _ask(self, service_name: str) -> Any:
        try:
            return await super().discover_master(service_name)
        finally:
            closing = (one.connection_pool.disconnect() for one in self.sentinels)
            await asyncio.gather(*closing, return_exceptions=True)


class _Pool(SentinelConnectionPool, BlockingConnectionPool):
    """Connections to the primary, as many as are allowed; who wants one more waits."""

    async def disconnect(self, inuse_connections: bool = True) -> None:
        await super().disconnect(inuse_connections)
        if inuse_connections:  # at the end; the idle ones alone, when the primary has changed
            await self.sentinel_manager.settle()
