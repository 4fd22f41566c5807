"""T19: who connects and says nothing, or says it very slowly, does not keep a place for long."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.load.tab import WhimsyTab
from tests.security.conftest import arrive, end, knock, worker

pytestmark = pytest.mark.served

SOON = 1.5


@pytest.fixture(scope="module")
def served(serve):
    return serve(first_event=SOON)


async def half_open(served, head: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port, local_addr=("127.0.0.2", 0))
    writer.write(head)
    return reader, writer


async def gone(reader: asyncio.StreamReader, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            while await reader.read(4096):
                pass
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return True


async def test_500_half_open_sockets_keep_nobody_out_and_do_not_last(served):
    """Fails without `_await_head` in protocols.py: uvicorn would hold them for ever."""
    heads = [
        b"",
        b"GET",
        b"GET /_event/?EIO=4 HTTP/1.1\r\nHost: x\r\n",
        b"GET / HTTP/1.1\r\nX-A: " + b"b" * 300,
    ]
    held = await asyncio.gather(*(half_open(served, heads[n % 4]) for n in range(500)))
    begun = time.monotonic()
    visitor = WhimsyTab(served.address, ("127.0.0.3", 0))
    await visitor.open()
    assert time.monotonic() - begun < 4
    await visitor.close()
    assert all(await asyncio.gather(*(gone(reader, SOON + 5) for reader, _ in held)))
    for _, writer in held:
        writer.close()


async def test_a_head_that_trickles_in_is_not_waited_for(served):
    """Fails without `_await_head` in protocols.py."""
    reader, writer = await half_open(served, b"GET / HTTP/1.1\r\n")

    async def trickle() -> None:
        while not writer.transport.is_closing():
            writer.write(b"X-A: b\r\n")
            await asyncio.sleep(0.2)

    trickling = asyncio.create_task(trickle())
    assert await gone(reader, SOON + 5)
    trickling.cancel()
    writer.close()


async def test_a_second_request_on_a_connection_is_not_waited_for_either(served):
    """Fails without `on_message_begin` in protocols.py."""
    reader, writer = await half_open(served, b"GET /ping HTTP/1.1\r\nHost: x\r\n\r\n")
    await reader.readuntil(b'"pong"')
    writer.write(b"GET /ping HTTP/1.1\r\n")
    assert await gone(reader, SOON + 5)
    writer.close()


async def test_an_endless_head_is_cut_off(served):
    """Fails without `_HEAD` in protocols.py: httptools has no limit of its own, and 50 MB would be kept."""
    before = worker(served).memory_info().rss
    reader, writer = await half_open(served, b"GET / HTTP/1.1\r\n")
    try:
        for number in range(50):
            writer.write(b"X-%d: " % number + b"b" * 1_000_000 + b"\r\n")
            await writer.drain()
    except ConnectionError:
        pass
    assert await gone(reader, 5)
    assert worker(served).memory_info().rss - before < 10e6
    writer.close()


@pytest.mark.parametrize(
    "said",
    [
        [],
        ["40/_event,"],
        ["40/whimsy,"],
        ['40/_event,{"event":7}'],
        ["40/_event,{"],
        ['42/_event,["event"]'],
        ["2probe"],
    ],
)
async def test_a_socket_without_a_valid_first_event_is_closed(served, said):
    """Fails without `_due` in channel.py, though it answers every ping."""
    begun = time.monotonic()
    socket = await knock(served, "127.0.0.4")
    for frame in said:
        await socket.send(frame)
    code, reason = await end(socket, SOON + 5)
    # What no Socket.IO can read may be noticed before the silence is.
    assert code == 1008 and reason in ("silent", "malformed")
    assert reason == "malformed" or time.monotonic() - begun >= SOON - 0.1


async def test_who_has_arrived_may_be_silent(served):
    socket = await knock(served, "127.0.0.5")
    await arrive(socket)
    with pytest.raises(TimeoutError):
        await end(socket, SOON * 2)
    await socket.close()
