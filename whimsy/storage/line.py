"""The line to Redis: steps asked for while some are on their way travel together in the next trip.

One write and one read for many steps, in the order they were asked for. A process that is busy pays less for
each step, one that is not waits for nobody (Redis documentation, "pipelining").
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from redis.asyncio import Redis
from redis.exceptions import NoScriptError, RedisError

from whimsy.errors import Unavailable
from whimsy.storage import scripts

_TOGETHER = 8
"""Steps in one trip: more would leave Redis idle while they are packed, and this process while they run."""
_TRIPS = 2
"""Trips under way at once: while Redis works on one, the next is packed and the last is read."""


class _Asked(NamedTuple):
    path: str
    keys: Sequence[str]
    args: Sequence[str | int]
    answer: asyncio.Future[Any]


class Line:
    """Runs Lua steps over one client, in few trips. Who needs two steps in order awaits the first."""

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._asked: list[_Asked] = []
        self._under_way = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self, path: str, keys: Sequence[str], args: Sequence[str | int]) -> Any:
        """Run a step and return its answer; raises Unavailable when Redis does not give one."""
        asked = _Asked(path, keys, args, asyncio.get_running_loop().create_future())
        self._asked.append(asked)
        if self._under_way < _TRIPS:
            self._under_way += 1
            trip = asyncio.create_task(self._travel(), name="line")
            self._tasks.add(trip)  # the loop itself keeps only a weak hold of it
            trip.add_done_callback(self._tasks.discard)
        return await asked.answer

    async def _travel(self) -> None:
        try:
            while self._asked:
                together, self._asked = self._asked[:_TOGETHER], self._asked[_TOGETHER:]
                await self._trip(together)
        finally:
            # In the same breath as the last look: nothing can be asked in between and be left behind.
            self._under_way -= 1

    async def _trip(self, together: list[_Asked]) -> None:
        try:
            answers = await self._send(together)
            # A step Redis has forgotten (or never met) has not run: teach it, and ask those again.
            if unknown := [i for i, got in enumerate(answers) if isinstance(got, NoScriptError)]:
                for path in {together[i].path for i in unknown}:
                    await self._client.script_load(scripts.source(path))
                again = await self._send([together[i] for i in unknown])
                for i, got in zip(unknown, again, strict=True):
                    answers[i] = got
        except (RedisError, OSError, TimeoutError) as error:
            answers = [error] * len(together)
        except asyncio.CancelledError:
            for asked in together:
                asked.answer.cancel()
            raise
        for asked, got in zip(together, answers, strict=True):
            _give(asked.answer, got)

    async def _send(self, together: list[_Asked]) -> list[Any]:
        pipe = self._client.pipeline(transaction=False)
        for asked in together:
            pipe.evalsha(_sha(asked.path), len(asked.keys), *asked.keys, *asked.args)
        return list(await pipe.execute(raise_on_error=False))


async def answer(command: Any) -> Any:
    """Await one Redis answer; raises Unavailable instead of a client's own errors."""
    try:
        return await command  # redis-py types a command as sync or async at once: hence Any
    except (RedisError, OSError, TimeoutError) as error:
        raise Unavailable("redis") from error


def _give(waiting: asyncio.Future[Any], got: Any) -> None:
    if waiting.done():  # whoever asked has gone
        return
    if isinstance(got, Exception):
        unavailable = Unavailable("redis")
        unavailable.__cause__ = got
        waiting.set_exception(unavailable)
    else:
        waiting.set_result(got)


@cache
def _sha(path: str) -> str:
    return hashlib.sha1(scripts.source(path).encode(), usedforsecurity=False).hexdigest()
