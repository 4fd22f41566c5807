"""uvicorn's protocols with limits to what happens before or below ASGI, where the gate does not see it.

uvicorn itself waits for the head of a request for ever, lets it grow without end, and keeps all that was
written to a client that stopped reading.
"""

import asyncio
import socket
from typing import Any

from whimsy.bucket import Bucket
from whimsy.seam.server import OPEN, HttpToolsProtocol, WebSocketsSansIOProtocol
from whimsy.settings import settings

_HEAD = 16384
"""The longest head of a request, in bytes."""
_UNSENT = 65536
"""Bytes that the kernel may keep for a websocket that does not read. By default it keeps megabytes."""
_CONTROL_RATE, _CONTROL_BURST = 5.0, 50.0
"""Pings, pongs and continuations that a websocket may send. Browsers send only pongs."""
_ON_ITS_WAY = 0.5
"""Seconds that a connection without a request stays open when the process stops: one may be on its way."""


class _Impatient:
    """Drops a client that leaves the buffer full for too long."""

    transport: asyncio.Transport
    loop: asyncio.AbstractEventLoop
    _stalled: asyncio.TimerHandle | None = None

    def pause_writing(self) -> None:
        super().pause_writing()  # type: ignore[misc]
        self._flowing()
        self._stalled = self.loop.call_later(settings().stall, self.transport.abort)

    def resume_writing(self) -> None:
        self._flowing()
        super().resume_writing()  # type: ignore[misc]

    def connection_lost(self, exc: Exception | None) -> None:
        self._flowing()
        super().connection_lost(exc)  # type: ignore[misc]

    def _flowing(self) -> None:
        if self._stalled:
            self._stalled.cancel()
            self._stalled = None


class Http(_Impatient, HttpToolsProtocol):
    """HTTP/1.1 with limits to the size of a request's head, and to the time that it takes."""

    _head_due: asyncio.TimerHandle | None = None
    _head = 0

    def shutdown(self) -> None:
        """Close the connection after the answer, or soon where nothing is asked."""
        if self.cycle is None or self.cycle.response_complete:
            self.loop.call_later(_ON_ITS_WAY, self._stop)
        else:
            super().shutdown()

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_came()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._head_due is not None:
            self._head += len(data)
            if self._head > _HEAD and b"\r\n\r\n" not in data[:_HEAD]:
                self.transport.abort()
                return
        super().data_received(data)

    def on_message_begin(self) -> None:
        if self._head_due is None:
            self._await_head()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._head_came()
        super().on_headers_complete()

    def _stop(self) -> None:
        protocol: Any = self.transport.get_protocol()
        if protocol is self:
            super().shutdown()
        else:  # it is a websocket by now
            protocol.shutdown()

    def _await_head(self) -> None:
        self._head = 0
        self._head_due = self.loop.call_later(settings().first_event, self.transport.abort)

    def _head_came(self) -> None:
        if self._head_due:
            self._head_due.cancel()
            self._head_due = None


class WebSocket(_Impatient, WebSocketsSansIOProtocol):
    """A websocket with a limit to control frames and fragments, which the gate does not see.

    It is in its own ASGI scope as `whimsy.websocket`, so that texts can be sent without a task.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._control = Bucket(_CONTROL_RATE, _CONTROL_BURST)
        self._flushing: asyncio.Handle | None = None

    @property
    def is_open(self) -> bool:
        return self.handshake_complete and self.conn.state is OPEN and not self.transport.is_closing()

    def write(self, text: str) -> bool:
        """Send a text with all others of this turn of the loop, in one write.

        Returns False, and sends nothing, if the websocket is not open, or what was written is not read.
        """
        if not (self.writable.is_set() and self.is_open):
            return False
        self.conn.send_text(text.encode())
        if self._flushing is None:
            self._flushing = self.loop.call_soon(self._flush)
        return True

    def handle_connect(self, event: Any) -> None:
        super().handle_connect(event)
        if hasattr(self, "scope"):  # else it was refused
            self.scope["whimsy.websocket"] = self  # type: ignore[typeddict-unknown-key]

    async def send(self, message: Any) -> None:
        await super().send(message)
        if message["type"] == "websocket.accept":
            del self.request, self.response  # the headers of both, which nobody reads again

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _UNSENT)

    def handle_ping(self) -> None:
        if self._may():
            super().handle_ping()

    def handle_pong(self, event: Any) -> None:
        if self._may():
            super().handle_pong(event)

    def handle_cont(self, event: Any) -> None:
        if self._may():
            super().handle_cont(event)

    def _flush(self) -> None:
        self._flushing = None
        if not self.transport.is_closing():
            self.transport.write(b"".join(self.conn.data_to_send()))

    def _may(self) -> bool:
        if self._control.take():
            return True
        self.transport.abort()
        return False
