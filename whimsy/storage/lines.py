"""The lines to a Cluster: one for each node, so that a dead node holds up no other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from redis.exceptions import AskError, MovedError, RedisError

from whimsy.errors import Unavailable
from whimsy.storage.cluster import Cluster
from whimsy.storage.line import Line

_REDIRECTS = 3


class Lines:
    """Finds the line of a key; asked as a `Line` is. `timeout` and `changed` as for each of them."""

    def __init__(self, cluster: Cluster, timeout: float, changed: Callable[[], None]) -> None:
        self._cluster = cluster
        self._by_node: dict[str, Line] = {}
        self._timeout = timeout
        self._changed = changed
        self._found = True

    @property
    def answers(self) -> bool:
        """Whether every server that owns keys answered when last asked."""
        return self._found and all(line.answers for line in self._by_node.values())

    async def run(
        self, path: str, keys: Sequence[str], args: Sequence[str | int], limits: str | None = None
    ) -> Any:
        """Run a Lua step where its first key is; raises Unavailable. `limits` as for `Line.run`."""
        return await self._routed(keys[0], lambda line: line.run(path, keys, args, limits))

    async def ask(self, name: str, key: str, *args: str | int) -> Any:
        """Run a plain command where its key is; raises Unavailable."""
        return await self._routed(key, lambda line: line.ask(name, key, *args))

    async def each(self) -> list[Line]:
        """The line of every server that owns keys; raises Unavailable when no node tells."""
        try:
            names = await self._cluster.primaries()
        except (RedisError, OSError) as error:
            self._know(found=False)
            raise Unavailable("redis") from error
        for gone in {*self._by_node} - {*names}:
            del self._by_node[gone]
        self._know(found=True)
        return [self._line(name) for name in names]

    async def close(self) -> None:
        """End what is under way."""
        await asyncio.gather(*(line.close() for line in self._by_node.values()))

    async def _routed(self, key: str, ask: Callable[[Line], Any]) -> Any:
        for _ in range(_REDIRECTS):
            try:
                name = await self._cluster.owner(key)
            except (RedisError, OSError) as error:
                self._know(found=False)
                raise Unavailable("redis") from error
            try:
                return await ask(self._line(name))
            except Unavailable as failed:
                # A step sent to the wrong node has not run. One whose slot is on the move (ASK) is refused
                # until it has arrived: half of what it touches is still behind.
                if isinstance(failed.__cause__, MovedError):
                    self._cluster.moved(failed.__cause__, name)
                    continue
                if not isinstance(failed.__cause__, AskError):
                    self._cluster.look_soon()  # perhaps a replica has taken over
                raise
        raise Unavailable("redis")

    def _line(self, name: str) -> Line:
        line, client = self._by_node.get(name), self._cluster.node(name)
        if line is None or line.client is not client:
            line = self._by_node[name] = Line(client, self._timeout, self._changed)
        return line

    def _know(self, *, found: bool) -> None:
        if self._found != found:
            self._found = found
            self._changed()
