"""Redis or Valkey: connect, and run the Lua steps of a cell.

No pickles, no string-built Lua: values travel as ARGV, keys are named in `keys` or by the step itself.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any, cast

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from whimsy.errors import Unavailable
from whimsy.settings import Settings
from whimsy.storage.address import Address
from whimsy.storage.cluster import Cluster
from whimsy.storage.keys import VIDEO, Cell, cell_key
from whimsy.storage.line import Line, answer
from whimsy.storage.lines import Lines
from whimsy.storage.sentinels import primary

Client = Redis | Cluster
__all__ = ["Client", "Store", "answer", "connect"]
_CONNECTIONS = 32
"""Upper bound per server and process: redis-py's own default is unlimited."""
_PULSE_SECONDS = 1.0
_LENIENCE = 2.0
"""Seconds by which two looks at a server's clock may differ: what it was set by in between, and the way."""


def connect(url: str, timeout: float) -> Client:
    """A client for `url` (its forms: `address`), not yet connected; raises BadAddress.

    timeout: seconds for one answer. Pools are bounded, nothing is retried behind the caller's back.
    """
    address = Address.parse(url)
    manners = _manners(timeout, address)
    pooled = {"max_connections": _CONNECTIONS, "timeout": timeout, "decode_responses": True}
    match address.kind:
        case "sentinel":
            return primary(address, manners, pooled)
        case "cluster":
            options = {**address.options, **manners, **pooled}
            return Cluster(
                address.hosts,
                lambda host, port: Redis.from_pool(BlockingConnectionPool(host=host, port=port, **options)),
            )
        case _:
            return Redis.from_pool(BlockingConnectionPool(**{**address.options, **manners, **pooled}))


def _manners(timeout: float, address: Address) -> dict[str, Any]:
    # No health checks before a command: a slow server would be asked twice, a dead one is noticed as well.
    keepalive: dict[str, Any] = {} if "path" in address.options else {"socket_keepalive": True}
    if keepalive and sys.platform == "linux":  # idle connections must not be forgotten on the way
        beat = {socket.TCP_KEEPIDLE: 30, socket.TCP_KEEPINTVL: 10, socket.TCP_KEEPCNT: 3}
        keepalive["socket_keepalive_options"] = beat
    return {
        **keepalive,
        "socket_timeout": timeout,
        "socket_connect_timeout": timeout,
        "retry": Retry(NoBackoff(), 0),
        "driver_info": None,  # a new connection is for a step that waits: nothing else goes first
    }


class Store:
    """Runs atomic steps. `skew_ms` moves the clock that decides who is alive; tests use it.

    `answers` says whether the store answered when last asked; `changed` is called when that changes.
    """

    def __init__(self, client: Client, settings: Settings) -> None:
        self.client = client
        self.skew_ms = 0
        self.changed: Callable[[bool], None] = lambda _answers: None
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
        how = settings.store_timeout, self._tell
        self._lines = Line(client, *how) if isinstance(client, Redis) else Lines(client, *how)
        self._told = True
        self._timeout = settings.store_timeout
        self._ahead: float | None = None

    @property
    def answers(self) -> bool:
        """Whether every server answered when last asked; in a Cluster that is every primary."""
        return self._lines.answers

    async def step(self, path: str, cell: Cell, *args: str | int) -> list[Any]:
        """Run one Lua step in a cell; raises Unavailable when Redis does not answer."""
        return cast(list[Any], await self._lines.run(path, [cell_key(cell)], args, self._said(cell)))

    def _said(self, cell: Cell) -> str:
        """The limits as a step gets them, made once for each cell and skew."""
        known = self._limits_said.get((cell, self.skew_ms))
        if known is None:
            known = json.dumps({"skew": self.skew_ms, "video": cell == VIDEO, **self._limits})
            self._limits_said[cell, self.skew_ms] = known
        return known

    async def run(self, path: str, keys: list[str], *args: str | int) -> Any:
        """Run any Lua step by its path, where its first key is; raises Unavailable."""
        return await self._lines.run(path, keys, args)

    async def ask(self, name: str, key: str, *args: str | int) -> Any:
        """Run one plain command on one key; raises Unavailable."""
        return await self._lines.ask(name, key, *args)

    async def ask_all(self, commands: Iterable[tuple[str | int, ...]]) -> list[Any]:
        """Run plain commands, each (name, key, *args), in a few trips and in no order; raises Unavailable."""
        asked = [self._lines.ask(str(name), str(key), *args) for name, key, *args in commands]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        for got in answers:
            if isinstance(got, BaseException):
                raise got
        return answers

    async def pulse(self, patience: float = _PULSE_SECONDS) -> None:
        """Ask every server the time: `answers` and `now` are right from then on.

        patience: seconds each has to answer, at most the store's timeout. Raises Unavailable.
        """
        lines = await self._lines.each()
        within = min(patience, self._timeout)
        clocks = await asyncio.gather(*(self._clock(line, within) for line in lines), return_exceptions=True)
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
        await self._lines.close()
        await self.client.aclose()

    async def _clock(self, line: Line, within: float) -> float:
        """How far the server's clock is ahead of our monotonic one, which no operator ever sets."""
        begun = time.monotonic()
        try:
            async with asyncio.timeout(within):
                seconds, micros = await line.run("storage/pulse.lua", [], [])
        except (TimeoutError, Unavailable) as error:
            line.doubt()
            raise Unavailable("redis") from error
        line.ahead = int(seconds) + int(micros) / 1e6 - (begun + time.monotonic()) / 2
        return line.ahead

    def _tell(self) -> None:
        if self._told != self.answers:
            self._told = self.answers
            self.changed(self._told)
