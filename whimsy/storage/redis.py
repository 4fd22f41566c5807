"""Redis or Valkey: connect, and run the Lua steps of a cell.

No pickles, no string-built Lua: values travel as ARGV, keys are named in `keys` or by the step itself.
"""

from __future__ import annotations

import json
from typing import Any, cast

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from whimsy.settings import Settings
from whimsy.storage.keys import VIDEO, Cell, cell_key
from whimsy.storage.line import Line, answer

Client = Redis
__all__ = ["Client", "Store", "answer", "connect"]
_CONNECTIONS = 32
"""Upper bound per process: redis-py's own default is unlimited, and 200 events at once would open 200."""


def connect(url: str, timeout: float) -> Client:
    """A client for `url` with a bounded pool; `timeout` seconds for one answer, no hidden retries."""
    pool = BlockingConnectionPool.from_url(
        url,
        max_connections=_CONNECTIONS,
        timeout=timeout,
        socket_timeout=timeout,
        socket_connect_timeout=timeout,
        decode_responses=True,
        retry=Retry(NoBackoff(), 0),
        health_check_interval=15,
    )
    return Redis.from_pool(pool)


class Store:
    """Runs atomic steps. `skew_ms` moves the clock that decides who is alive; tests use it."""

    def __init__(self, client: Client, settings: Settings) -> None:
        self.client = client
        self.skew_ms = 0
        self._limits = {
            "history": settings.history,
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
            self._limits["cooldown"] = 0
        self._limits_said: dict[tuple[Cell, int], str] = {}
        self._line = Line(client)

    async def step(self, path: str, cell: Cell, *args: str | int) -> list[Any]:
        """Run one Lua step in a cell; raises Unavailable when Redis does not answer."""
        return cast(list[Any], await self.run(path, [cell_key(cell)], self._said(cell), *args))

    async def pulse(self) -> None:
        """Ask for the time; raises Unavailable when Redis does not answer."""
        await answer(self.client.time())

    def _said(self, cell: Cell) -> str:
        """The limits as a step gets them, made once for each cell and skew."""
        known = self._limits_said.get((cell, self.skew_ms))
        if known is None:
            known = json.dumps({"skew": self.skew_ms, "video": cell == VIDEO, **self._limits})
            self._limits_said[cell, self.skew_ms] = known
        return known

    async def run(self, path: str, keys: list[str], *args: str | int) -> Any:
        """Run any Lua step by its path; raises Unavailable when Redis does not answer."""
        return await self._line.run(path, keys, args)
