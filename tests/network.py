"""A bad network on loopback: a TCP proxy that delays, throttles, falls silent, hangs up and shuffles frames.

TCP gives what it gives: what is cut is held back and arrives when the network is whole again, as a
retransmission does. Only whole frames of a protocol that tells them apart can come twice or out of order.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Callable, Iterator
from typing import Protocol

from tests.ports import free_port

UP, DOWN = "up", "down"
"""From the client to the server, and back."""


class Frames(Protocol):
    """Cuts one direction of one connection into frames (see `tests.frames`)."""

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bool]]:
        """The frames complete by now, each with whether it may be shuffled."""
        ...


class Network:
    """Forwards to `port` on this machine.

    frames: tells apart what `shuffle` works on. delay: seconds each byte travels, either way.
    rate: bytes a second either way; None is as fast as it goes.
    """

    def __init__(self, port: int, frames: Callable[[], Frames] | None = None) -> None:
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self.delay = 0.0
        self.rate: float | None = None
        self.shuffled = 0
        self._to = port
        self._frames = frames
        self._spread: float | None = None
        self._random = random.Random()
        self._open = {UP: asyncio.Event(), DOWN: asyncio.Event()}
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Network:
        self.restore()
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server
        self._server.close()
        self.drop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # --- what can happen to it

    def cut(self, *ways: str) -> None:
        """From now on nothing gets through that way (both, if none is named), and nobody is told."""
        for way in ways or self._open:
            self._open[way].clear()

    def restore(self) -> None:
        """Whole again: what was held back arrives, new connections work."""
        for gate in self._open.values():
            gate.set()

    def drop(self) -> None:
        """Reset every connection, as a dying router does."""
        for writer in list(self._writers):
            writer.transport.abort()

    def shuffle(self, spread: float = 0.05, seed: int = 0) -> None:
        """Let every frame that may come once or twice, each up to `spread` seconds late (0: in order)."""
        self._spread, self._random = spread, random.Random(seed)

    def calm(self) -> None:
        """Every frame once and in order again."""
        self._spread = None

    # --- inside

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._join(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            await self._open[UP].wait()  # a SYN that gets lost
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self._to)
        except OSError:
            writer.transport.abort()
        else:
            self._writers.add(up_writer)
            await asyncio.gather(self._carry(reader, up_writer, UP), self._carry(up_reader, writer, DOWN))
            self._writers.discard(up_writer)
        finally:
            self._writers.discard(writer)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: str) -> None:
        """One direction of one connection: a queue that keeps the order whatever the delay."""
        road: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(64)
        unload = asyncio.create_task(self._unload(road, writer, way))
        frames = self._frames() if self._frames else None
        loop = asyncio.get_running_loop()
        try:
            with contextlib.suppress(OSError):
                while data := await reader.read(65536):
                    for frame, loose in frames.feed(data) if frames else [(data, False)]:
                        if loose and self._spread is not None:
                            self._let_loose(frame, writer, way)
                        else:
                            await road.put((loop.time() + self.delay, frame))
            await road.put((loop.time() + self.delay, b""))
            await unload
        finally:
            unload.cancel()

    async def _unload(
        self, road: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter, way: str
    ) -> None:
        loop = asyncio.get_running_loop()
        data = b"-"
        while data:
            due, data = await road.get()
            await asyncio.sleep(due - loop.time() if not self.rate else len(data) / self.rate)
            await self._open[way].wait()  # also for the end of a connection: a FIN gets lost like the rest
            with contextlib.suppress(OSError):
                if data:
                    writer.write(data)
                    await writer.drain()
                else:
                    writer.close()

    def _let_loose(self, frame: bytes, writer: asyncio.StreamWriter, way: str) -> None:
        assert self._spread is not None
        self.shuffled += 1
        for _ in range(self._random.choice((1, 2))):
            late = self.delay + self._random.uniform(0, self._spread)
            asyncio.get_running_loop().call_later(late, self._land, frame, writer, way)

    def _land(self, frame: bytes, writer: asyncio.StreamWriter, way: str) -> None:
        if self._open[way].is_set() and not writer.is_closing():
            writer.write(frame)
