"""Slows video, then stops it, while severe reports wait too long, so that moderators can keep up."""

from typing import Literal

from whimsy.moderation.clock import now_ms
from whimsy.moderation.queue import Queue
from whimsy.settings import Settings
from whimsy.storage.sql import tried_again

Throttle = Literal["open", "slow", "stopped"]


class Capacity:
    """What this process last saw of the queue. While SQL is away the oldest report is taken to wait still."""

    def __init__(self, queue: Queue, settings: Settings) -> None:
        self._queue = queue
        self._settings = settings
        self._oldest: int | None = None

    async def look(self) -> None:
        """See how old the oldest open severe report is. A chore; never raises for SQL."""
        with tried_again("capacity"):
            self._oldest = await self._queue.oldest_severe()

    @property
    def video(self) -> Throttle:
        age = (now_ms() - self._oldest) / 1000 if self._oldest is not None else 0
        if age > self._settings.severe_stop_after:
            return "stopped"
        return "slow" if age > self._settings.severe_slow_after else "open"

    @property
    def wait(self) -> float:
        """Seconds that a new search for video waits before it looks for anybody."""
        return self._settings.severe_slow if self.video == "slow" else 0
