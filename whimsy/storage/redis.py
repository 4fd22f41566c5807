"""Redis or Valkey: connect, and run the Lua steps of a cell.

No pickles, no string-built Lua: values travel as ARGV, keys are named in `keys` or by the step itself.
"""

from __future__ import annotations

import json
from typing import Any, cast

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.commands.core import AsyncScript
from redis.exceptions import RedisError

from whimsy.errors import Unavailable
from whimsy.settings import Settings
from whimsy.storage import scripts
from whimsy.storage.keys import VIDEO, Cell, cell_key

Client = Redis
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
        self._scripts: dict[str, AsyncScript] = {}

    async def step(self, path: str, cell: Cell, *args: str | int) -> list[Any]:
        """Run one Lua step in a cell; raises Unavailable when Redis does not answer."""
        limits = json.dumps({"skew": self.skew_ms, "video": cell == VIDEO, **self._limits})
        answer = await self.run(path, [cell_key(cell)], limits, *args)
        return cast(list[Any], answer)

    async def run(self, path: str, keys: list[str], *args: str | int) -> Any:
        """Run any Lua step by its path; raises Unavailable when Redis does not answer."""
        script = self._scripts.get(path)
        if script is None:
            script = self.client.register_script(scripts.source(path))
            self._scripts[path] = script
        return await answer(script(keys=keys, args=args))


async def answer(command: Any) -> Any:
    """Await one Redis answer; raises Unavailable instead of a client's own errors."""
    try:
        return await command  # redis-py types a command as sync or async at once: hence Any
    except (RedisError, OSError, TimeoutError) as error:
        raise Unavailable("redis") from error
