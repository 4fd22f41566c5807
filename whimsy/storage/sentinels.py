"""Redis behind Sentinels: a client of whichever server is the primary.

redis-py asks the Sentinels for each connection, always through the same clients. When two tasks connect at
once, one closes the connections that the other asks over. So they are asked once for all who wait meanwhile.
Source: https://redis.io/docs/latest/develop/reference/sentinel-clients/.
"""

import asyncio
from typing import Any, cast

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.sentinel import Sentinel, SentinelConnectionPool, SentinelManagedConnection

from whimsy.storage.connection import TLS, ManagedTLS
from whimsy.storage.store_url import StoreUrl


def primary(where: StoreUrl, manners: dict[str, Any], pooled: dict[str, Any]) -> Redis:
    """A client of the primary, not yet connected.

    manners: how to connect and wait, also for the Sentinels; pooled: options of the client's pool alone.
    """
    options = dict(where.options)
    tls = options.pop("connection_class", None) is TLS
    user, password = where.sentinel_login
    # A quarter of the time: after a Sentinel that hangs there must be time to ask the next and to connect.
    asking = {**manners, **{name: manners[name] / 4 for name in ("socket_timeout", "socket_connect_timeout")}}
    certificates = {name: value for name, value in options.items() if name.startswith("ssl_")}
    login = {"ssl": tls, "username": user, "password": password}
    sentinels = Sentinels(where.hosts, sentinel_kwargs={**asking, **certificates, **login})
    if tls:
        for one in sentinels.sentinels:
            one.connection_pool.connection_class = TLS
    kind = ManagedTLS if tls else SentinelManagedConnection
    made = {"connection_class": kind, **options, **manners, **pooled}
    return cast(Redis, sentinels.master_for(where.service, connection_pool_class=_Pool, **made))


class Sentinels(cast(Any, Sentinel)):  # type: ignore[misc]
    """They are asked only when a connection is made, so no connection to them is kept."""

    _asking: asyncio.Task[Any] | None = None

    async def discover_master(self, service_name: str) -> Any:
        """Where the primary is. A task that is cancelled takes the answer from nobody else."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask(service_name), name="sentinels")
            self._asking.add_done_callback(lambda done: done.cancelled() or done.exception())
        return await asyncio.shield(self._asking)

    async def settle(self) -> None:
        """Wait for the answer to the last question, as nobody would close a connection that opens later."""
        if self._asking:
            await asyncio.gather(self._asking, return_exceptions=True)

    async def _ask(self, service_name: str) -> Any:
        try:
            return await super().discover_master(service_name)
        finally:
            closing = (one.connection_pool.disconnect() for one in self.sentinels)
            await asyncio.gather(*closing, return_exceptions=True)


class _Pool(SentinelConnectionPool, BlockingConnectionPool):
    """A bounded pool of connections to the primary. Whoever needs one more waits."""

    async def disconnect(self, inuse_connections: bool = True) -> None:
        await super().disconnect(inuse_connections)
        if inuse_connections:  # which is so at the end only, not after a change of the primary
            await self.sentinel_manager.settle()
