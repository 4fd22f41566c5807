"""Work that a process repeats in the background, also after a failure."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection

from whimsy.errors import Unavailable
from whimsy.faults import log_fault

log = logging.getLogger(__name__)

_ASK_AGAIN = 0.2


class Chores:
    """Repeats jobs until it is stopped. A round that fails is logged."""

    def __init__(self) -> None:
        self._tasks: list[asyncio.Task[None]] = []

    def every(self, seconds: float, job: Callable[[], Awaitable[object]]) -> None:
        """Do `job` now, and again `seconds` after each round."""
        self._tasks.append(asyncio.create_task(self._repeat(seconds, job)))

    async def stop(self) -> None:
        """End all jobs, and wait for them."""
        await end(self._tasks)
        self._tasks.clear()

    async def _repeat(self, seconds: float, job: Callable[[], Awaitable[object]]) -> None:
        failing = False
        while True:
            try:
                await job()
                if failing:
                    log.info("%s: goes on", _name(job))
                failing = False
            except Unavailable as error:
                if not failing:  # once for each outage, not for each round
                    log.warning("%s: %s does not answer", _name(job), error.which)
                failing = True
            except Exception as error:
                log_fault(log, f"{_name(job)} failed", error)
            await asyncio.sleep(seconds)


async def end(tasks: Collection[asyncio.Task[None]]) -> None:
    """Cancel tasks until they have ended.

    Once is not enough: redis-py goes on after a cancellation that comes while it checks a connection
    (`can_read_destructive`), which it takes for its own timeout of zero seconds.
    """
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=_ASK_AGAIN)


def _name(job: Callable[..., object]) -> str:
    return getattr(getattr(job, "func", job), "__qualname__", "a chore")
