"""Redis or Valkey: connect, and run the Lua steps of a cell.

Nothing is pickled, and no Lua is built from strings: values travel as ARGV, keys in `keys` or by the step.
"""

import asyncio
import json
import socket
import sys
import time
from collections.abc import Iterable
from typing import Any, cast

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from whimsy.settings import Settings
from whimsy.storage.cluster import Cluster
from whimsy.storage.keys import CALLS, QUESTION, Cell, cell_key
from whimsy.storage.pipeline import Pipeline, answer
from whimsy.storage.pipelines import Pipelines
from whimsy.storage.sentinels import primary
from whimsy.storage.store_url import StoreUrl

Client = Redis | Cluster
__all__ = ["Client", "Store", "answer", "connect"]
_CONNECTIONS = 32
"""The most of a process to one server; redis-py's default has no bound."""
_PULSE_SECONDS = 1.0
_LENIENCE = 2.0
"""Seconds by which two readings of a server's clock may differ, as it is set and the way takes time."""
_NO_SLOT = str.maketrans("", "", "{}")
"""Takes the slot out of a key's name."""


def connect(url: str, timeout: float) -> Client:
    """A client for `url`, in any form of `store_url`, not yet connected; raises BadStoreUrl.

    timeout: seconds for one answer. Pools are bounded, and nothing is retried unseen.
    """
    where = StoreUrl.parse(url)
    manners = _manners(timeout, where)
    pooled = {"max_connections": _CONNECTIONS, "timeout": timeout, "decode_responses": True}
    match where.kind:
        case "sentinel":
            return primary(where, manners, pooled)
        case "cluster":
            options = {**where.options, **manners, **pooled}
            return Cluster(
                where.hosts,
                lambda host, port: Redis.from_pool(BlockingConnectionPool(host=host, port=port, **options)),
            )
        case _:
            return Redis.from_pool(BlockingConnectionPool(**{**where.options, **manners, **pooled}))


def _manners(timeout: float, where: StoreUrl) -> dict[str, Any]:
    # No health checks before a command: they ask a slow server twice, and a dead one is noticed anyway.
    keepalive: dict[str, Any] = {} if "path" in where.options else {"socket_keepalive": True}
    if keepalive and sys.platform == "linux":  # so that no router on the way forgets an idle connection
        beat = {socket.TCP_KEEPIDLE: 30, socket.TCP_KEEPINTVL: 10, socket.TCP_KEEPCNT: 3}
        keepalive["socket_keepalive_options"] = beat
    return {
        **keepalive,
        "socket_timeout": timeout,
        "socket_connect_timeout": timeout,
        "retry": Retry(NoBackoff(), 0),
        "driver_info": None,  # a step waits for a new connection: nothing goes before it
    }


class Store:
    """Runs atomic steps. skew_ms: moves the clock that decides which leases have ended, for tests."""

    def __init__(self, client: Client, settings: Settings) -> None:
        self.client = client
        self.skew_ms = 0
        self._limits = {
            "history": settings.history,
            "same_address": settings.same_address,
            "patience": int((settings.store_timeout + _LENIENCE) * 1000),
            **{
                name: int(getattr(settings, name) * 1000)
                for name in (
                    "lease",
                    "grace_lost",
                    "kept_after_close",
                    "cooldown",
                    "cooldown_relaxed_after",
                    "widen_interests_after",
                    "widen_language_after",
                )
            },
        }
        if settings.self_match:
            self._limits |= {"cooldown": 0, "same_address": "meet"}
        self._limits_said: dict[tuple[Cell, int], str] = {}
        self._timeout = settings.store_timeout
        self._pipelines = (
            Pipeline(client, self._timeout) if isinstance(client, Redis) else Pipelines(client, self._timeout)
        )
        self._ahead: float | None = None

    async def step(self, path: str, cell: Cell, *args: str | int, beside: Iterable[str] = ()) -> list[Any]:
        """Run one Lua step in a cell; raises Unavailable when Redis does not answer.

        beside: keys of no cell that it needs as well. A Cluster allows a step only one slot, so there each
        cell has keys of its own by these names.
        """
        own = cell_key(cell)
        if isinstance(self._pipelines, Pipelines):
            beside = (f"{own}:{key.translate(_NO_SLOT)}" for key in beside)
        return cast(list[Any], await self._pipelines.run(path, [own, *beside], args, self._said(cell)))

    def _said(self, cell: Cell) -> str:
        """The limits as JSON, as a step gets them; made once for each cell and skew."""
        known = self._limits_said.get((cell, self.skew_ms))
        if known is None:
            own = {"skew": self.skew_ms, "calls": cell in CALLS, "asked": cell == QUESTION}
            known = json.dumps(own | self._limits)
            self._limits_said[cell, self.skew_ms] = known
        return known

    async def run(self, path: str, keys: list[str], *args: str | int) -> Any:
        """Run a Lua step that is of no cell, at the server of its first key; raises Unavailable."""
        return await self._pipelines.run(path, keys, args)

    async def timed(self, path: str, keys: list[str], *args: str | int) -> Any:
        """As `run`, for a step that includes clock.lua."""
        return await self.run(path, keys, self.skew_ms, *args)

    async def ask(self, name: str, key: str, *args: str | int) -> Any:
        """Run one plain command on one key; raises Unavailable."""
        return await self._pipelines.ask(name, key, *args)

    async def ask_all(self, commands: Iterable[tuple[str | int, ...]]) -> list[Any]:
        """Run plain commands, each (name, key, *args), in a few trips and in no order; raises Unavailable."""
        asked = [self._pipelines.ask(str(name), str(key), *args) for name, key, *args in commands]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        for got in answers:
            if isinstance(got, BaseException):
                raise got
        return answers

    async def pulse(self, patience: float = _PULSE_SECONDS) -> None:
        """Ask every server the time, which makes `now` right; in a Cluster that is every primary.

        patience: seconds each has to answer, at most the store's timeout. Raises Unavailable.
        """
        within = min(patience, self._timeout)
        asked = [self._clock(pipeline, within) for pipeline in await self._pipelines.each()]
        clocks = await asyncio.gather(*asked, return_exceptions=True)
        for clock in clocks:
            if isinstance(clock, BaseException):
                raise clock
        self._ahead = cast(float, clocks[0])

    def now(self) -> float:
        """Unix time by the store's clock, in seconds; by this process's own until the first pulse."""
        ahead = time.time() - time.monotonic() if self._ahead is None else self._ahead
        return time.monotonic() + ahead + self.skew_ms / 1000

    async def close(self) -> None:
        """End what is under way and close every connection."""
        await self._pipelines.close()
        await self.client.aclose()

    async def _clock(self, pipeline: Pipeline, within: float) -> float:
        """Seconds that the server's clock is ahead of our monotonic one, which nobody ever sets."""
        begun = time.monotonic()
        asked = pipeline.run("storage/pulse.lua", [], [])
        seconds, micros = await answer(asyncio.wait_for(asked, within))
        pipeline.ahead = int(seconds) + int(micros) / 1e6 - (begun + time.monotonic()) / 2
        return pipeline.ahead
