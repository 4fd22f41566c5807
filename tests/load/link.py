"""A raw websocket that speaks Engine.IO and Socket.IO as text: one code path for every server under load.

python-socketio's client would do, but as a load generator it is slower than what it should measure.
Source: Engine.IO protocol 4 (packets 0 open, 2 ping, 3 pong, 4 message), Socket.IO protocol 5
(4 + 0 connect, 2 event, 3 answer, 1 disconnect; a namespace is written before its payload, with a comma).
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import time
from collections.abc import Callable
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

Hear = Callable[[str, list[Any], float], None]
"""Called with (namespace, [event, *arguments], moment of arrival)."""

_OPEN_SECONDS = 30


class _Counted(ClientConnection):
    """Counts what the network carries: after compression, with the frames' headers."""

    received = sent = 0

    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        super().data_received(data)

    def connection_made(self, transport: Any) -> None:
        super().connection_made(_Outgoing(transport, self))


class _Outgoing:
    """A transport whose writes are counted."""

    def __init__(self, transport: Any, owner: _Counted) -> None:
        self._transport = transport
        self._owner = owner

    def write(self, data: bytes) -> None:
        self._owner.sent += len(data)
        self._transport.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class Link:
    """One connection. `hear` gets every event of every namespace; pings are answered."""

    def __init__(self, hear: Hear) -> None:
        self._hear = hear
        self._joined: set[str] = set()
        self._numbers = itertools.count()
        self._asked: dict[int, Callable[[Any], None]] = {}
        self._news = asyncio.Event()
        self._socket: _Counted | None = None
        self._reading: asyncio.Task[None] | None = None
        self.watch: Callable[[str], None] = lambda _frame: None
        """Called with every message that comes or goes, but for pings."""

    async def open(
        self, url: str, namespaces: dict[str, Any], origin: str, source: tuple[str, int] | None = None
    ) -> None:
        """Connect, from `source` if one is named, and join the namespaces, each with its auth.

        `url` is without the transport's own query.
        """
        separator = "&" if "?" in url else "?"
        # Compression is offered as every browser does; a server may decline.
        self._socket = await connect(
            f"{url}{separator}EIO=4&transport=websocket",
            create_connection=_Counted,
            origin=origin,  # type: ignore[arg-type]
            ping_interval=None,
            open_timeout=_OPEN_SECONDS,
            max_size=None,
            proxy=None,
            local_addr=source,
        )
        await self._socket.recv()  # 0{...}: the server's terms
        self._reading = asyncio.create_task(self._read())
        self._reading.add_done_callback(self._ended)
        for namespace, auth in namespaces.items():
            where = "" if namespace == "/" else f"{namespace},"
            await self._socket.send(f"40{where}{json.dumps(auth) if auth else ''}")
            async with asyncio.timeout(_OPEN_SECONDS):
                while namespace not in self._joined:
                    if self.lost:
                        raise OSError("lost while joining")
                    self._news.clear()
                    await self._news.wait()

    async def emit(self, namespace: str, *event: Any) -> None:
        """Send one event."""
        where = "" if namespace == "/" else f"{namespace},"
        await self._send(f"42{where}{json.dumps(event, separators=(',', ':'))}")

    @property
    def asked(self) -> int:
        """Events that the server has not answered yet."""
        return len(self._asked)

    async def ask(self, namespace: str, answered: Callable[[Any], None], *event: Any) -> None:
        """Send one event; `answered` is called with what the server says of it."""
        number = next(self._numbers)
        self._asked[number] = answered
        await self._send(f"42{namespace},{number}{json.dumps(event, separators=(',', ':'))}")

    async def _send(self, frame: str) -> None:
        self.watch(frame)
        await self._socket.send(frame)

    async def close(self) -> None:
        """Leave every namespace, as a page that is closed does, and close the websocket."""
        with contextlib.suppress(Exception):
            for namespace in self._joined:
                await self._socket.send("41" if namespace == "/" else f"41{namespace},")
        if self._socket:
            await self._socket.close()
        if self._reading:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)

    async def cut(self) -> None:
        """Close the websocket without leaving: a page that changes to another server process."""
        if self._socket:
            await self._socket.close()

    @property
    def lost(self) -> bool:
        """Whether nothing more can come: it was closed by either side."""
        return self._reading is None or self._reading.done()

    @property
    def traffic(self) -> int:
        """Bytes carried so far, both ways."""
        return self._socket.received + self._socket.sent if self._socket else 0

    def _ended(self, reading: asyncio.Task[None]) -> None:
        self._news.set()
        if not reading.cancelled():
            reading.exception()  # asked for, or asyncio complains of it

    async def _read(self) -> None:
        async for frame in self._socket:
            now = time.monotonic()
            if frame == "2":
                await self._socket.send("3")
                continue
            self.watch(frame)
            namespace, body = "/", frame[2:]
            if body.startswith("/"):
                namespace, _, body = body.partition(",")
            if frame.startswith("42"):
                self._hear(namespace, json.loads(body), now)
            elif frame.startswith("43"):
                number, bracket, answer = body.partition("[")
                if answered := self._asked.pop(int(number), None):
                    answered(*json.loads(bracket + answer))
            elif frame.startswith("40"):
                self._joined.add(namespace)
                self._news.set()
