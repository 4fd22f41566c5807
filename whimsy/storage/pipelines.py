"""The pipelines to a Cluster: one for each node, so that a dead node holds up no other."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from redis.exceptions import AskError, MovedError

from whimsy.errors import Unavailable
from whimsy.storage.cluster import Cluster
from whimsy.storage.pipeline import Pipeline, answer

_REDIRECTS = 3


class Pipelines:
    """Finds the pipeline of a key. timeout: seconds from asking to an answer."""

    def __init__(self, cluster: Cluster, timeout: float) -> None:
        self._cluster = cluster
        self._by_node: dict[str, Pipeline] = {}
        self._timeout = timeout

    async def run(
        self, path: str, keys: Sequence[str], args: Sequence[str | int], limits: str | None = None
    ) -> Any:
        """Run a Lua step at the server of its first key; raises Unavailable. limits: as in `Pipeline.run`."""
        return await self._routed(keys[0], lambda pipeline: pipeline.run(path, keys, args, limits))

    async def ask(self, name: str, key: str, *args: str | int) -> Any:
        """Run a plain command at the server of its key; raises Unavailable."""
        return await self._routed(key, lambda pipeline: pipeline.ask(name, key, *args))

    async def each(self) -> list[Pipeline]:
        """The pipeline of every server that owns keys; raises Unavailable when no node tells."""
        names = await answer(self._cluster.primaries())
        for gone in {*self._by_node} - {*names}:
            del self._by_node[gone]
        return [self._to(name) for name in names]

    async def close(self) -> None:
        await asyncio.gather(*(pipeline.close() for pipeline in self._by_node.values()))

    async def _routed(self, key: str, ask: Callable[[Pipeline], Any]) -> Any:
        for _ in range(_REDIRECTS):
            name = await answer(self._cluster.owner(key))
            try:
                return await ask(self._to(name))
            except Unavailable as failed:
                # A step that was sent to the wrong node has not run. While its slot moves (ASK) it is
                # refused, as the old node still has half of its keys.
                if isinstance(failed.__cause__, MovedError):
                    self._cluster.moved(failed.__cause__, name)
                    continue
                if not isinstance(failed.__cause__, AskError):
                    self._cluster.look_soon()  # perhaps a replica has taken over
                raise
        raise Unavailable("redis")

    def _to(self, name: str) -> Pipeline:
        pipeline, client = self._by_node.get(name), self._cluster.node(name)
        if pipeline is None or pipeline.client is not client:
            pipeline = self._by_node[name] = Pipeline(client, self._timeout)
        return pipeline
