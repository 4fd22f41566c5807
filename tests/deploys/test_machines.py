"""Two machines behind a proxy that sends each connection to the next: no sticky sessions, one Redis."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests import valkey as servers
from tests.deploys.conftest import tell
from tests.ports import free_port
from tests.serving import Served
from whimsy.stranger.page import Page

pytestmark = pytest.mark.served

SECRET = "s" * 43


class RoundRobin:
    """A TCP proxy: each connection goes to the next of `ports` that answers."""

    def __init__(self, ports: list[int]) -> None:
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self.served: list[int] = []
        self._ports = itertools.cycle(ports)
        self._many = len(ports)
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> RoundRobin:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        return self

    async def stop(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        with contextlib.closing(writer):
            for port in itertools.islice(self._ports, self._many):
                with contextlib.suppress(ConnectionRefusedError):
                    up_reader, up_writer = await asyncio.open_connection("127.0.0.1", port)
                    self.served.append(port)
                    with contextlib.closing(up_writer):
                        both = self._pump(reader, up_writer), self._pump(up_reader, writer)
                        await asyncio.gather(*both)
                    return

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
            writer.write_eof()


@pytest.fixture(scope="module")
def valkey() -> Iterator[str]:
    """In place of the one of most tests, where who is left from another may still search."""
    with servers.alone() as store:
        yield store.url


@pytest_asyncio.fixture
async def machines(
    serve: Callable[..., Served], valkey: str, tmp_path: Path
) -> AsyncIterator[tuple[RoundRobin, Served, Served]]:
    shared = {"redis_url": valkey, "db_url": f"sqlite:///{tmp_path}/shared.db", "secret_key": SECRET}
    one, other = serve("one", **shared), serve("other", **shared)
    proxy = await RoundRobin([one.port, other.port]).start()
    yield proxy, one, other
    await proxy.stop()


async def strangers(proxy: RoundRobin) -> tuple[Page, Page]:
    """Two who met, each on a machine of their own."""
    pages = Page(proxy.address).keep_open(), Page(proxy.address).keep_open()
    for page in pages:
        await page.open()
    assert len(set(proxy.served[-2:])) == 2
    await pages[0].do("start")
    await pages[0].until(lambda: pages[0].phase == "searching", "to search")
    await pages[1].do("start")
    for page in pages:
        await page.until(lambda page=page: page.phase == "chatting", "to be paired")
    assert pages[0].room == pages[1].room
    return pages


async def test_strangers_on_two_machines_meet_talk_type_call_and_part(machines):
    """Fails when machines share nothing: give `other` in the fixture a Redis of its own."""
    proxy, _, _ = machines
    one, other = await strangers(proxy)
    await one.say("hello")
    await other.until(lambda: other.texts == ["hello"], "for hello")
    await other.type()
    await one.until(lambda: one.vars["typing"], "to see typing")
    await one.do("offer_video", room=one.room)
    await other.until(lambda: other.vars["video"] == "asked", "to be asked")
    await other.do("accept_video", room=other.room)
    for page in (one, other):
        await page.until(lambda page=page: page.vars["call"]["n"], "for the call")
    assert await one.signal("ready", 1) == "ok"
    await other.until(lambda: [signal["kind"] for signal in other.signals] == ["ready"], "for the signal")
    # Their tokens are good on either machine: a refresh goes to the other one, into the same chat.
    room = one.room
    await one.refresh()
    assert (one.room, one.texts, one.phase) == (room, ["hello"], "chatting")
    await other.do("leave", room=room)
    await one.until(lambda: one.phase == "ended", "to see them leave")
    for page in (one, other):
        await page.close()


async def test_a_machine_is_taken_down_and_its_chats_go_on_on_the_other(machines):
    """Fails without the `draining` return in `arrival.depart`: the partner sees them away."""
    proxy, one, _ = machines
    pairs = [await strangers(proxy) for _ in range(5)]
    tell(one, signal.SIGTERM)
    async with asyncio.timeout(20):
        while one.process.poll() is None or any(page.returning for pair in pairs for page in pair):
            await asyncio.sleep(0.1)
    for first, second in pairs:
        await first.say("still here")
        await second.until(lambda second=second: second.texts == ["still here"], "for the line")
        assert first.room == second.room and first.codes == second.codes == ["connected"]
        assert len(first.comebacks) + len(second.comebacks) == 1
        await first.close()
        await second.close()
