"""Engine.IO's socket, which writes at once: without its queue, its writer and a task for each packet.

It needs our own protocol below it (edge/protocols.py). Below another server it works as Engine.IO made it.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

import reflex as rx
from engineio import async_server, exceptions
from engineio.async_socket import AsyncSocket
from engineio.packet import Packet

from whimsy.seam import lane

_PING, _PONG, _MESSAGE = "2", "3", "4"
"""Packets, by how they begin (Engine.IO protocol, revision 4)."""
_FAREWELL = 5.0
"""Seconds that a page has to close a websocket after we told it to."""


class Websocket(Protocol):
    """What the socket needs of the protocol below."""

    writable: asyncio.Event
    """Unset while the page does not read."""
    transport: asyncio.Transport

    @property
    def is_open(self) -> bool: ...

    def write(self, text: str) -> bool:
        """Send a text before the loop's next turn; returns False if it is not open, or not writable."""


class DirectSocket(AsyncSocket):
    """Sends each packet when it is given. What a slow reader does not take waits here, in order."""

    last_ping: float | None

    def __init__(self, server: Any, sid: str) -> None:
        super().__init__(server, sid)
        self._websocket: Websocket | None = None
        self._held: deque[str] = deque()
        self._sending: asyncio.Task[None] | None = None
        self._ending: asyncio.Task[None] | None = None  # the loop itself holds tasks weakly
        self._timer: asyncio.TimerHandle | None = None

    def write(self, text: str) -> None:
        """Send an encoded packet after all that were sent before."""
        if self._websocket is None:
            self.queue.put_nowait(Packet(encoded_packet=text))
        elif self._held or not self._websocket.write(text):
            self._held.append(text)
            if self._sending is None:
                self._sending = asyncio.create_task(self._send_held(self._websocket))

    async def send(self, pkt: Packet) -> None:
        if self.closed:
            raise exceptions.SocketIsClosedError
        self.write(pkt.encode())

    async def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """Tell the page to close the websocket, and close it if the page does not."""
        ending = not (self.closed or self.closing)
        await super().close(wait and self._websocket is None, abort, reason)
        if not ending:
            return
        if self._timer:
            self._timer.cancel()
        if (websocket := self._websocket) and websocket.is_open:
            asyncio.get_running_loop().call_later(_FAREWELL, websocket.transport.abort)

    def schedule_ping(self) -> None:
        """Ping after a while. Called for each pong, and once before the first."""
        if self.last_ping:
            self.last_ping = None
            self._after(self.server.ping_interval, self._ping)

    async def _upgrade_websocket(self, environ: dict[str, Any]) -> Any:
        websocket = environ["asgi.scope"].get("whimsy.websocket")
        if websocket is not None:
            self._websocket = websocket
            while not self.queue.empty():  # it waited for the handshake
                self._held.append(self.queue.get_nowait().encode())
        return await super()._upgrade_websocket(environ)

    async def _websocket_handler(self, ws: Any) -> None:
        if self._websocket is None:
            await super()._websocket_handler(ws)
            return
        self.connected = self.upgraded = True
        del self.queue  # 2 kB, in which nothing waits any more
        if self._held:
            self._sending = asyncio.create_task(self._send_held(self._websocket))
        while True:
            try:
                text = await ws.wait()
            except (OSError, asyncio.CancelledError):  # it is gone, or the server stops
                break
            try:
                if text.startswith(_MESSAGE):
                    await self.server.handlers["message"](self.sid, text[1:])
                elif text == _PONG:
                    self.schedule_ping()
                else:
                    await self.receive(Packet(encoded_packet=text))
            except exceptions.UnknownPacketError:
                pass
            except (exceptions.SocketIsClosedError, asyncio.CancelledError):
                break
        self._held.clear()
        await ws.close()
        await self.close(wait=False, abort=True, reason=self.server.reason.TRANSPORT_CLOSE)

    async def _send_held(self, websocket: Websocket) -> None:
        try:
            while self._held and websocket.is_open:
                await websocket.writable.wait()
                if websocket.write(self._held[0]):
                    self._held.popleft()
        finally:
            self._sending = None

    def _ping(self) -> None:
        self.last_ping = time.time()
        self.write(_PING)
        self._after(self.server.ping_timeout, self._silent)

    def _silent(self) -> None:
        """No pong came in time: the page is gone, though its websocket may still stand."""
        reason = self.server.reason.PING_TIMEOUT
        self._ending = asyncio.create_task(self.close(wait=False, abort=True, reason=reason))
        if self._websocket:
            self._websocket.transport.abort()

    def _after(self, seconds: float, do: Callable[[], None]) -> None:
        if self._timer:
            self._timer.cancel()
        if not (self.closing or self.closed):
            self._timer = asyncio.get_running_loop().call_later(seconds, do)


def write_directly(app: rx.App) -> None:
    """Let all websockets of this process be `DirectSocket`s, which also watch over themselves.

    What Reflex and our namespace emit is written to them without tasks, too.
    """
    assert app.sio is not None
    app.sio.eio.start_service_task = False
    lane.emit_directly(app.sio)
    async_server.async_socket.AsyncSocket = DirectSocket
