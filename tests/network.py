"""A network between browser and server that can be cut: a TCP proxy on loopback."""

from __future__ import annotations

import asyncio
import contextlib

from tests.serving import free_port


class Network:
    """Forwards to `port` until it is cut. Cut, it keeps connections open and says nothing (half-open)."""

    def __init__(self, port: int) -> None:
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self._to = port
        self._up = asyncio.Event()
        self._up.set()
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> Network:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server
        self.restore()
        self._server.close()
        self.drop()

    def cut(self) -> None:
        """From now on nothing gets through, and nobody is told."""
        self._up.clear()

    def restore(self) -> None:
        """Whole again: what was held back arrives, new connections work."""
        self._up.set()

    def drop(self) -> None:
        """Close every connection, as a dying router does."""
        for writer in list(self._writers):
            writer.transport.abort()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._up.wait()
        try:
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self._to)
        except OSError:
            writer.close()
            return
        self._writers |= {writer, up_writer}
        await asyncio.gather(self._pump(reader, up_writer), self._pump(up_reader, writer))
        self._writers -= {writer, up_writer}

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                await self._up.wait()
                writer.write(data)
                await writer.drain()
        with contextlib.suppress(OSError):
            writer.close()
