"""The pipeline to one server: steps that are asked for during a trip travel together in the next one.

A trip is one write and one read for many steps, in the order they were asked for. A busy process pays less
for each step, an idle one does not wait for others (Redis documentation, "pipelining").

Steps never pile up: one without an answer in time, or behind too many others, is refused. While the server
does not answer, all are refused at once, except for one trip that tries (Nygard, "Release It!", circuit
breaker). A step that was refused after it was sent may still have run; whoever asks again does so with the
same nonce.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from hiredis import pack_command
from redis.asyncio import Redis
from redis.exceptions import NoScriptError, RedisError, ResponseError

from whimsy.chance import between
from whimsy.chores import end
from whimsy.errors import Unavailable
from whimsy.storage import scripts

_TOGETHER = 8
"""Steps in one trip. With more, Redis would idle while they are packed, and this process while they run."""
_TRIPS = 2
"""Trips under way at once: Redis works on one while we pack the next or read the last."""
_SLOW = 0.02
"""Seconds after which a trip is slow. It costs distance then, not work, so more and larger ones are sent."""
_SLOW_TOGETHER = 128
_SLOW_TRIPS = 8
"""Trips at once while they are slow. Their connections are open before: when Redis is slow it is too late."""
_WAITING = 4096
"""Steps that may wait: as many as slow trips carry in about two seconds."""
_REST = (0.25, 0.75)
"""Seconds without a trip after one that failed, random so that processes do not come back together."""


@dataclass(slots=True, eq=False)
class _Asked:
    command: tuple[str | int, ...]
    path: str
    deadline: float
    answer: asyncio.Future[Any]


class Pipeline:
    """Runs steps and commands over one client, in few trips. To run two in order, await the first.

    timeout: seconds from asking to an answer.
    ahead: seconds that the server's clock is ahead of our monotonic one; None until somebody asked.
    """

    def __init__(self, client: Redis, timeout: float) -> None:
        self.client = client
        self._timeout = timeout
        self._asked: deque[_Asked] = deque()
        self._under_way = 0
        self._took = 0.0
        self._came_back = False
        self.ahead: float | None = None
        self._rests_until = 0.0
        self._clock: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._warming: asyncio.Task[None] | None = None
        self._allowed = 1
        self._closing = False
        self._taught = {""}  # a plain command needs no script

    async def run(
        self, path: str, keys: Sequence[str], args: Sequence[str | int], limits: str | None = None
    ) -> Any:
        """Run a Lua step and return its answer; raises Unavailable when there is none in time.

        limits: for the steps of a cell. They are sent with the time of asking, by the server's clock.
        """
        if limits is not None:
            asked = "" if self.ahead is None else int((time.monotonic() + self.ahead) * 1000)
            args = (f"{asked} {limits}", *args)
        return await self._ask(("EVALSHA", _sha(path), len(keys), *keys, *args), path)

    async def ask(self, *command: str | int) -> Any:
        """Run a plain command and return its answer; raises Unavailable when there is none in time."""
        return await self._ask(command, "")

    async def _ask(self, command: tuple[str | int, ...], path: str) -> Any:
        loop = asyncio.get_running_loop()
        now = loop.time()
        if len(self._asked) >= _WAITING or now < self._rests_until:
            raise Unavailable("redis")
        asked = _Asked(command, path, now + self._timeout, loop.create_future())
        self._asked.append(asked)
        if self._under_way < min(_TRIPS, self._allowed):
            self._set_out()
        elif self._clock is None:
            self._clock = loop.call_later(_SLOW, self._tick)
        return await asked.answer

    async def each(self) -> list[Pipeline]:
        """This one: there is no other server."""
        return [self]

    async def close(self) -> None:
        """End what is under way, within the time of one answer. Whoever made the client closes it."""
        self._closing = True
        tasks = [*self._tasks, *([self._warming] if self._warming else [])]
        if tasks:  # not at once: a TLS connection that is broken off while it is made stays open
            await asyncio.wait(tasks, timeout=self._timeout)
        await end(tasks)

    def _set_out(self) -> None:
        self._under_way += 1
        trip = asyncio.create_task(self._travel(), name="pipeline")
        self._tasks.add(trip)  # the loop itself holds tasks weakly
        trip.add_done_callback(self._tasks.discard)

    def _tick(self) -> None:
        """Refuse the steps whose time is up, and send one more trip if none came back since the last tick."""
        loop = asyncio.get_running_loop()
        self._clock = None
        self._refuse_late(loop.time())
        if self._asked:
            if not self._came_back:
                self._took = max(self._took, _SLOW)
                if self._under_way < self._allowed:
                    self._set_out()
            self._came_back = False
            self._clock = loop.call_later(_SLOW, self._tick)

    def _refuse_late(self, now: float) -> None:
        # A step with less time left than a trip takes is not sent, as nobody would wait for its answer.
        while self._asked and self._asked[0].deadline < now + self._took:
            _give(self._asked.popleft().answer, TimeoutError())

    async def _travel(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._asked:
                if self._took >= _SLOW:
                    self._refuse_late(loop.time())
                many = _TOGETHER if self._took < _SLOW else _SLOW_TOGETHER
                together = [self._asked.popleft() for _ in range(min(many, len(self._asked)))]
                if together:
                    await self._trip(together, loop)
                if self._under_way > _TRIPS and self._took < _SLOW:
                    return
        finally:
            # No await since the last look at the queue: no step can come in between and stay behind.
            self._under_way -= 1

    async def _trip(self, together: list[_Asked], loop: asyncio.AbstractEventLoop) -> None:
        begun = loop.time()
        # A late trip goes on: it may be connecting over a slow network, and then the next is quicker.
        late = loop.call_at(together[-1].deadline, self._fail, together, TimeoutError())
        try:
            answers = await self._send(together)
            # A step that Redis has forgotten has not run: load it, and ask again.
            if unknown := [i for i, got in enumerate(answers) if isinstance(got, NoScriptError)]:
                self._taught -= {together[i].path for i in unknown}
                again = await self._send([together[i] for i in unknown])
                for i, got in zip(unknown, again, strict=True):
                    answers[i] = got
        except (RedisError, OSError, TimeoutError) as error:
            self._fail(together, error)
            return
        except asyncio.CancelledError:
            for asked in together:
                asked.answer.cancel()
            raise
        finally:
            late.cancel()
        # At most half of the timeout, however late it came: else all further steps would be refused unsent.
        self._took, self._came_back = min(loop.time() - begun, self._timeout / 2), True
        self._rests_until = 0.0
        if self._allowed == 1 and self._warming is None and not self._closing:
            self._warming = asyncio.create_task(self._warm_up(), name="pipeline")
        for asked, got in zip(together, answers, strict=True):
            _give(asked.answer, got)

    def _fail(self, together: list[_Asked], error: Exception) -> None:
        """Refuse all that wait, as the next trip would fail too, and start no trip for a moment."""
        self._rests_until = asyncio.get_running_loop().time() + between(*_REST)
        self._took, self._allowed = 0.0, 1
        waiting = [*together, *self._asked]
        self._asked.clear()
        for asked in waiting:
            _give(asked.answer, error)

    async def _warm_up(self) -> None:
        """Open as many connections as slow trips need. Until then there is one trip at a time."""
        try:
            connecting = (self._connect() for _ in range(_SLOW_TRIPS))
            made = await asyncio.gather(*connecting, return_exceptions=True)
            if not any(made):
                self._allowed = _SLOW_TRIPS  # else it is tried again after the next trip
        finally:
            self._warming = None

    async def _connect(self) -> None:
        pool = cast(Any, self.client.connection_pool)
        await pool.release(await pool.get_connection())

    async def _send(self, together: list[_Asked]) -> list[Any]:
        new = {asked.path for asked in together} - self._taught
        # In the same trip, as a server may be far away.
        teaching = [_packed(("SCRIPT", "LOAD", scripts.source(path))) for path in new]
        packed = b"".join([*teaching, *(_packed(asked.command) for asked in together)])
        # Not redis-py's own pipeline, which costs twice as much for the same.
        pool = cast(Any, self.client.connection_pool)
        connection = await pool.get_connection()
        try:
            await connection.send_packed_command(packed, check_health=False)
            answers = [await _read(connection) for _ in range(len(new) + len(together))]
        finally:
            await pool.release(connection)
        self._taught |= new
        return answers[len(new) :]


async def answer(command: Any) -> Any:
    """Await one Redis answer; raises Unavailable instead of a client's own errors."""
    try:
        return await command  # redis-py types a command as sync or async at once: hence Any
    except (RedisError, OSError, TimeoutError) as error:
        raise Unavailable("redis") from error


def _packed(command: tuple[str | int, ...]) -> bytes:
    return cast(bytes, pack_command(cast(Any, command)))  # typed as if it took one word


async def _read(connection: Any) -> Any:
    """One answer, or the error that it is. A connection that fails is closed by redis-py."""
    try:
        return await connection.read_response()
    except ResponseError as error:
        return error


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
