"""The capacity to keep people safe bounds growth: while severe reports wait, video slows, then stops."""

from __future__ import annotations

import logging
from typing import Literal

from whimsy.moderation.clock import now_ms
from whimsy.moderation.queue import Queue
from whimsy.settings import Settings
from whimsy.storage.sql import AWAY

log = logging.getLogger(__name__)

Throttle = Literal["open", "slow", "stopped"]


class Capacity:
    """What this process last saw of the queue. While SQL is away the last is taken to be true, only older."""

    def __init__(self, queue: Queue, settings: Settings) -> None:
        self._queue = queue
        self._settings = settings
        self._oldest: int | None = None

    async def look(self) -> None:
        """See how old the oldest open severe report is: a chore. Never raises for SQL."""
        try:
            self._oldest = await self._queue.oldest_severe()
        except AWAY as error:
            log.warning("capacity: sql does not answer (%s), will try again", type(error).__name__)

    @property
    def video(self) -> Throttle:
        """How video matching goes."""
        age = (now_ms() - self._oldest) / 1000 if self._oldest is not None else 0
        if age > self._settings.severe_stop_after:
            return "stopped"
        return "slow" if age > self._settings.severe_slow_after else "open"

    @property
    def wait(self) -> float:
        """Seconds that a new video search waits before it looks for anybody."""
        return self._settings.severe_slow if self.video == "slow" else 0
