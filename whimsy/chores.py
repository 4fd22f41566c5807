"""Work that is done again and again in the background of a process, and outlives its own failures."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from whimsy.errors import Unavailable

log = logging.getLogger(__name__)


class Chores:
    """Repeats jobs until stopped. A failed round is logged and the next one comes."""

    def __init__(self) -> None:
        self._tasks: list[asyncio.Task[None]] = []

    def every(self, seconds: float, job: Callable[[], Awaitable[object]]) -> None:
        """Do `job` now and then every `seconds`, one round at a time."""
        self._tasks.append(asyncio.create_task(self._repeat(seconds, job)))

    async def stop(self) -> None:
        """End all jobs and wait for them."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()

    async def _repeat(self, seconds: float, job: Callable[[], Awaitable[object]]) -> None:
        failing = False
        while True:
            try:
                await job()
                failing = False
            except Unavailable as error:
                if not failing:  # once per outage, not once per round
                    log.warning("%s: %s does not answer", _name(job), error.which)
                failing = True
            except Exception:
                log.exception("%s failed", _name(job))
            await asyncio.sleep(seconds)


def _name(job: Callable[..., object]) -> str:
    return getattr(getattr(job, "func", job), "__qualname__", "a chore")
