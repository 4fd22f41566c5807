"""What lies between Whimsy and Redis on a real network: distance, and TLS. On loopback."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from pathlib import Path

from tests.storage.certificate import Certificate


class Proxy:
    """Forwards to `to`; what is on its way waits `delay` seconds, in each direction, and stays in order."""

    def __init__(self, to: int, delay: float = 0) -> None:
        self.delay = delay
        self.frozen = False
        self.connections = 0
        self.port = 0
        self._to = to
        self._writers: set[asyncio.StreamWriter] = set()
        self._accepted: set[asyncio.Task[None]] = set()

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, ssl=self._context())
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        self.delay = 0
        for writer in self._writers:
            writer.transport.abort()
        await asyncio.gather(*self._accepted, return_exceptions=True)

    def _context(self) -> ssl.SSLContext | None:
        return None

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task
        self._accepted.add(task)
        self._writers.add(writer)
        there, back = await asyncio.open_connection("127.0.0.1", self._to)
        self._writers.add(back)
        with contextlib.suppress(OSError):
            await asyncio.gather(self._forward(reader, back), self._forward(there, writer))

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                if self.frozen:
                    continue  # as lost as on a dead network: nobody is told
                if self.delay:
                    loop.call_later(self.delay, writer.write, data)
                else:
                    writer.write(data)
            await asyncio.sleep(self.delay)
        writer.close()


class Tls(Proxy):
    """Speaks TLS to the front, with a certificate of an authority made in `folder`; stunnel, so to say."""

    def __init__(self, to: int, folder: Path) -> None:
        super().__init__(to)
        self.certificate = Certificate(folder)
        self.authority = self.certificate.authority

    def _context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate.chain, self.certificate.key)
        return context
