"""Brings the events that Lua steps publish to the process that holds the tab's socket.

Each process has one inbox and one subscriber. Pub/sub may lose events, so after a gap the process is told to
look again. While nothing comes, the subscriber publishes an event to itself: if it does not hear that, it is
cut off, even if its connection seems open (a frozen server, a node that lost its cluster).
"""

import asyncio
import contextlib
import json
import logging
import secrets
from collections.abc import Callable

from redis.asyncio.client import PubSub
from redis.exceptions import ConnectionError, RedisError  # noqa: A004 (redis-py's name)

from whimsy import events
from whimsy.chance import between
from whimsy.chores import end
from whimsy.errors import Malformed
from whimsy.storage.keys import inbox_channel
from whimsy.storage.redis import Client

log = logging.getLogger(__name__)

Hear = Callable[[str, str, events.Event], None]
"""Called with the tab, its holder and the event, for each event of this process. It must not block."""

_RETRY = (0.2, 0.8)
"""Seconds between attempts. They are random, so that processes do not come back at the same moment."""
_QUIET = 1.0
"""Seconds without an event after which the subscriber publishes one to itself."""
_UNHEARD = 3
"""Events of its own that it may miss in a row. They are counted, as a stopped process misses time as well."""
_BELL = "bell"


class Bus:
    """The subscriber of one process; `inbox` is its address for as long as it lives."""

    def __init__(self, client: Client, hear: Hear, missed: Callable[[], None]) -> None:
        self.inbox = secrets.token_hex(8)
        self._channel = inbox_channel(self.inbox)
        self._client = client
        self._hear = hear
        self._missed = missed
        self._task: asyncio.Task[None] | None = None
        self._ring: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    async def start(self) -> None:
        """Subscribe; returns once events can be heard, or after five seconds, and then goes on trying."""
        self._task = asyncio.create_task(self._run(), name="bus")
        try:
            await asyncio.wait_for(self._ready.wait(), timeout=5)
        except TimeoutError:
            log.warning("bus: redis does not answer yet, still trying")

    async def stop(self) -> None:
        """Unsubscribe, and wait for the subscriber to end."""
        await end([task for task in (self._task, self._ring) if task])

    async def _run(self) -> None:
        while True:
            try:
                await self._listen()
            except (RedisError, OSError, TimeoutError) as error:
                if self._ready.is_set():  # once per gap
                    log.warning("bus: lost redis (%s), trying again", type(error).__name__)
                self._ready.clear()
                await asyncio.sleep(between(*_RETRY))

    async def _listen(self) -> None:
        async with self._client.pubsub() as pubsub:
            await pubsub.subscribe(self._channel)
            await self._heard_of(pubsub)
            self._ready.set()
            self._missed()  # what was published before is lost
            unheard = 0
            while unheard <= _UNHEARD:
                message = await pubsub.get_message(timeout=_QUIET)
                if message is None:
                    unheard += 1
                    self._ring_bell()
                elif message["type"] == "message":
                    unheard = 0
                    if message["data"] != _BELL:
                        self._dispatch(message["data"])
            raise ConnectionError("deaf")

    async def _heard_of(self, pubsub: PubSub) -> None:
        """Wait until the server confirms the subscription: that it was asked for proves nothing."""
        async with asyncio.timeout(_QUIET * _UNHEARD):
            while (message := await pubsub.get_message(timeout=_QUIET)) is None:
                pass
        if message["type"] != "subscribe":
            raise ConnectionError("not subscribed")

    def _ring_bell(self) -> None:
        if self._ring is None or self._ring.done():
            self._ring = asyncio.create_task(self._publish_bell(), name="bell")

    async def _publish_bell(self) -> None:
        with contextlib.suppress(RedisError, OSError, TimeoutError):  # `_listen` counts it as unheard
            await self._client.publish(self._channel, _BELL)

    def _dispatch(self, data: str) -> None:
        try:
            raw = json.loads(data)
            for tab, holder in raw["to"]:
                self._hear(tab, holder, events.parse(raw["event"], tab))
        except (Malformed, ValueError, KeyError, TypeError):
            log.error("bus: an event that is not of the vocabulary was dropped")
