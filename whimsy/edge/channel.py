"""One websocket behind the gate: the size and pace of its messages are limited before anybody parses them."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from whimsy.bucket import Bucket
from whimsy.edge.crowd import Neighbour
from whimsy.settings import Settings

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

POLICY = 1008
TOO_BIG = 1009
NO_BINARY = 1003
"""Close codes (RFC 6455, 7.4.1). The reason names the policy, in a word that a program can read."""

_PACKETS = ("4", "3", "1")
"""The packets of Engine.IO that our pages send: message, pong, close. Its parser may raise for any other."""


def _nobody(_reason: str) -> None: ...


class Channel:
    """Stands between the `receive` and `send` of the server and those of the application.

    It closes a socket for a message that is too long (1009), for too many messages (1008, "too_fast"), and
    for no valid event within `settings.first_event` seconds (1008, "silent"). If all sockets of an address
    together send too much, they are read more slowly. While a client does not read what we send, nothing it
    sends is read, so that answers cannot pile up. note: called with the reason of a close, in a word of ours;
    writable: set while the client reads what is sent past `send`.
    """

    def __init__(
        self,
        settings: Settings,
        neighbour: Neighbour,
        receive: Receive,
        send: Send,
        note: Callable[[str], None] = _nobody,
        writable: asyncio.Event | None = None,
    ) -> None:
        self._settings = settings
        self._neighbour = neighbour
        self._receive, self._send = receive, send
        self._pace = Bucket(settings.frame_rate, settings.frame_burst, neighbour.trust)
        self._due: float | None = time.monotonic() + settings.first_event
        self._flowing = writable or asyncio.Event()
        self._set_below = writable is not None  # by the protocol, which knows it better
        if not writable:
            self._flowing.set()
        self._closed = False
        self._note = note

    async def receive(self) -> Message:
        """The next message for the application, or the end of the socket if that message closed it."""
        await self._flowing.wait()
        try:
            message = await (self._receive() if self._due is None else self._receive_until(self._due))
        except TimeoutError:
            return await self._end(POLICY, "silent")
        if self._closed or message["type"] != "websocket.receive":
            return message
        text = message.get("text")
        if text is None:
            return await self._end(NO_BINARY, "no_binary")
        if len(text) > self._settings.max_frame or len(text.encode()) > self._settings.max_frame:
            return await self._end(TOO_BIG, "too_big")
        if not self._pace.take():
            self._neighbour.flooded()
            return await self._end(POLICY, "too_fast")
        if wait := self._neighbour.frame():
            await asyncio.sleep(wait)
        if not text.startswith(_PACKETS):
            return await self._end(POLICY, "malformed")
        if self._due is not None and _is_event(text):
            self._due = None
        return message

    async def _receive_until(self, due: float) -> Message:
        async with asyncio.timeout(max(0, due - time.monotonic())):
            return await self._receive()

    async def send(self, message: Message) -> None:
        if self._closed:
            return
        if self._set_below:
            await self._send(message)
            return
        self._flowing.clear()
        try:
            await self._send(message)
        finally:
            self._flowing.set()

    async def hang_up(self, reason: str) -> None:
        """Close the socket for something that it did. reason: one word."""
        await self._end(POLICY, reason)

    async def _end(self, code: int, reason: str) -> Message:
        if not self._closed:
            self._closed = True
            self._note(reason)
            await self._send({"type": "websocket.close", "code": code, "reason": reason})
        return {"type": "websocket.disconnect", "code": code, "reason": reason}


def _is_event(frame: str) -> bool:
    """Whether a packet of Socket.IO carries an event for Reflex, within a connect (40) or alone (42)."""
    kind, namespace, body = frame[:2], *frame[2:].partition(",")[::2]
    if namespace != "/_event" or kind not in ("40", "42"):
        return False
    try:
        said = json.loads(body)
        event = said["event"] if kind == "40" else said[1]
        return isinstance(event["name"], str)
    except (ValueError, LookupError, TypeError, RecursionError):
        return False
