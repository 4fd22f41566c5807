"""The way up: events published by Lua steps reach the process that holds the tab's socket.

One inbox and one subscriber per process. Pub/sub is a bell, never the truth: after a gap the
listener is told to look again.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Callable

from redis.exceptions import RedisError

from whimsy import events
from whimsy.errors import Malformed
from whimsy.storage.keys import inbox_channel
from whimsy.storage.redis import Client

log = logging.getLogger(__name__)

Hear = Callable[[str, str, events.Event], None]
"""Called with (tab, holder, event) for each event of this process; must not block."""

_RETRY = 0.5


class Bus:
    """The subscriber of one process; `inbox` is its address for as long as it lives."""

    def __init__(self, client: Client, hear: Hear, missed: Callable[[], None]) -> None:
        self.inbox = secrets.token_hex(8)
        self._client = client
        self._hear = hear
        self._missed = missed
        self._task: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    async def start(self) -> None:
        """Subscribe; returns once events can be heard, or keeps trying behind the caller's back."""
        self._task = asyncio.create_task(self._run(), name="bus")
        try:
            await asyncio.wait_for(self._ready.wait(), timeout=5)
        except TimeoutError:
            log.warning("bus: redis does not answer yet, still trying")

    async def stop(self) -> None:
        """Unsubscribe and wait for the subscriber to end."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                await self._listen()
            except (RedisError, OSError) as error:
                self._ready.clear()
                log.warning("bus: lost redis (%s), trying again", type(error).__name__)
                await asyncio.sleep(_RETRY)

    async def _listen(self) -> None:
        async with self._client.pubsub(ignore_subscribe_messages=True) as pubsub:
            await pubsub.subscribe(inbox_channel(self.inbox))
            if not self._ready.is_set():
                self._ready.set()
                self._missed()  # whatever was published while we were deaf
            while True:
                message = await pubsub.get_message(timeout=5)
                if message is not None:
                    self._dispatch(message["data"])

    def _dispatch(self, data: str) -> None:
        try:
            raw = json.loads(data)
            for tab, holder in raw["to"]:
                self._hear(tab, holder, events.parse(raw["event"], tab))
        except (Malformed, ValueError, KeyError, TypeError):
            log.error("bus: an event that is not of the vocabulary was dropped")
