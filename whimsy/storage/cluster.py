"""A Redis Cluster: which node answers for which key.

redis-py has a RedisCluster, but (7.4.1) one dead node fails a pipeline for the living ones as well, each
failed send loses a connection of its pool for good, and its asyncio kind has no pub/sub. What is needed here
is small: the map of slots, one plain client for each node, and a note of each slot that was found elsewhere.
Source: https://valkey.io/topics/cluster-spec/.
"""

import asyncio
import random
from collections.abc import Callable, Sequence
from typing import Any, cast

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.crc import key_slot
from redis.exceptions import AskError, ConnectionError, RedisError  # noqa: A004 (redis-py's name)

from whimsy.storage.store_url import HostPort

_ASKED_AT_ONCE = 3


class Cluster:
    """The nodes of a Cluster, found from some of them. `connect` makes the client of one node."""

    def __init__(self, hosts: Sequence[HostPort], connect: Callable[[str, int], Redis]) -> None:
        self._connect = connect
        self._nodes: dict[str, Redis] = {}
        self._seeds = tuple(self._name(*host) for host in hosts)
        self._owners: list[tuple[int, int, str]] = []
        self._moved: dict[int, str] = {}
        self._members: tuple[str, ...] = self._seeds
        self._looking: asyncio.Task[None] | None = None
        self._asking: set[asyncio.Task[Any]] = set()
        self._ears = ""

    async def owner(self, key: str) -> str:
        """The name of the node that answers for a key; raises redis-py's ConnectionError."""
        if not self._owners:
            await self.look()
        slot = key_slot(key.encode())
        if slot in self._moved:
            return self._moved[slot]
        for first, last, name in self._owners:
            if first <= slot <= last:
                return name
        raise ConnectionError("no node answers for this slot")

    def node(self, name: str) -> Redis:
        return self._nodes[name]

    async def primaries(self) -> list[str]:
        """The names of the nodes that own slots; raises redis-py's ConnectionError."""
        if not self._owners:
            await self.look()
        return sorted({name for _, _, name in self._owners} | {*self._moved.values()})

    def moved(self, error: AskError, asked: str) -> None:
        """Take note that a node called a slot another's, and look at the whole map soon."""
        host = error.host or asked.rpartition(":")[0]
        self._moved[error.slot_id] = self._name(host, error.port)
        self.look_soon()

    def look_soon(self) -> asyncio.Task[None]:
        """Learn the map anew in the background; only one task does so at a time."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look(), name="cluster")
            self._looking.add_done_callback(lambda done: done.cancelled() or done.exception())
        return self._looking

    async def look(self) -> None:
        """Learn the map now; raises redis-py's ConnectionError when no node that was asked knows it."""
        await asyncio.shield(self.look_soon())

    async def _look(self) -> None:
        known = [*{*self._members, *self._seeds}]
        some = random.sample(known, min(_ASKED_AT_ONCE, len(known)))
        asking = [asyncio.create_task(self._slots(name)) for name in some]
        self._asking.update(asking)
        for task in asking:  # not cancelled: a TLS connection that is broken off while it is made stays open
            task.add_done_callback(self._asking.discard)
        for answer in asyncio.as_completed(asking):  # the first that knows will do: a dead one delays nothing
            asked, ranges = await answer
            if ranges:
                return await self._believe(asked, ranges)
        raise ConnectionError("no node of the cluster tells who owns what")

    async def _slots(self, name: str) -> tuple[str, list[list[Any]]]:
        node = self._nodes[name]
        try:
            return name, await cast(Any, node).execute_command("CLUSTER SLOTS")
        except (RedisError, OSError):
            return name, []
        finally:
            if self._nodes.get(name) is not node:  # it left the cluster while it was asked
                await node.aclose()

    async def _believe(self, asked: str, ranges: list[list[Any]]) -> None:
        here = asked.rpartition(":")[0]  # what a node calls itself when it does not know its own name
        owners, members = [], set()
        for first, last, *nodes in ranges:
            names = [self._name(node[0] or here, node[1]) for node in nodes]
            owners.append((first, last, names[0]))
            members.update(names)
        self._owners, self._moved, self._members = owners, {}, tuple(members)
        for name in {*self._nodes} - {*self._members, *self._seeds}:
            await self._nodes.pop(name).aclose()

    def _name(self, host: str, port: int) -> str:
        name = f"{host}:{port}"
        if name not in self._nodes:
            self._nodes[name] = self._connect(host, port)
        return name

    def pubsub(self, **options: Any) -> PubSub:
        """A subscriber at one node, which hears what is published at any; another node than the last time."""
        others = [name for name in self._members if name != self._ears]
        self._ears = random.choice(others or [*self._members])  # noqa: S311 (no secret)
        return self._nodes[self._ears].pubsub(**options)

    async def publish(self, channel: str, message: str) -> Any:
        """Publish at another node than the one we subscribed at, so that a node that is cut off shows."""
        others = [name for name in self._members if name != self._ears]
        name = random.choice(others or [*self._members])  # noqa: S311
        return await self._nodes[name].publish(channel, message)

    async def aclose(self) -> None:
        """Close every connection, after those that are being made are complete."""
        if self._looking:
            self._looking.cancel()
        await asyncio.gather(*self._asking, return_exceptions=True)
        await asyncio.gather(*(node.aclose() for node in self._nodes.values()), return_exceptions=True)
