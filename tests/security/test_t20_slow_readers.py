"""T20: who does not read what we send is dropped, and is not heard either; memory stays flat."""

from __future__ import annotations

import asyncio
import contextlib
import socket as sockets
import time
import uuid

import psutil
import pytest
from websockets.asyncio.client import connect

from tests.load.tab import WhimsyTab
from tests.security.conftest import arrive, event, worker
from whimsy.stranger.page import CHAT

pytestmark = pytest.mark.served

STALL = 2


@pytest.fixture(scope="module")
def served(serve):
    return serve(
        stall=STALL, frame_rate=300, frame_burst=1000, address_frame_rate=3000, message_rate="100000/1"
    )


async def deaf(served) -> tuple[object, int]:
    """A tab that will stop reading: a small window, and no reading beyond it. Also its port."""
    raw = sockets.socket()
    raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    raw.setblocking(False)  # noqa: FBT003
    await asyncio.get_running_loop().sock_connect(raw, ("127.0.0.1", served.port))
    url = f"ws://127.0.0.1:{served.port}/_event/?token={uuid.uuid4()}&EIO=4&transport=websocket"
    client = await connect(
        url, sock=raw, compression=None, ping_interval=None, max_size=None, proxy=None, max_queue=1
    )
    await client.recv()
    await arrive(client)
    await client.send("40/whimsy,")
    await asyncio.sleep(0.5)
    return client, raw.getsockname()[1]


def held(served, port: int) -> bool:
    return any(
        c.raddr and c.raddr.port == port
        for c in worker(served).net_connections("tcp")
        if c.status != psutil.CONN_LISTEN
    )


async def test_a_reader_that_stops_is_dropped_and_memory_stays_flat(served):
    """Fails without `pause_writing` in protocols.py: the socket and what waits for it would stay."""
    client, port = await deaf(served)
    assert held(served, port)
    await client.send(event(f"{CHAT}.agree", claim="declared"))
    talker = WhimsyTab(served.address, ("127.0.0.9", 0))
    await talker.open()
    await talker.start()
    await talker.until("chatting")
    client.transport.pause_reading()
    before, begun = worker(served).memory_info().rss, time.monotonic()
    while held(served, port) and time.monotonic() - begun < 25:
        await talker.say("😀" * 500)
        await asyncio.sleep(0.01)
    took = time.monotonic() - begun
    grown = worker(served).memory_info().rss - before
    print(f"dropped after {took:.1f} s, {grown / 1e6:.1f} MB more")
    assert not held(served, port)
    assert took < 12  # left alone it takes 19, until Engine.IO and uvicorn have both given up
    assert grown < 30e6
    await talker.close()
    with contextlib.suppress(Exception):
        client.transport.abort()


async def test_who_does_not_read_is_not_heard(served):
    """Fails without `_flowing` in channel.py: answers to all of them would pile up in memory."""
    client, port = await deaf(served)
    client.transport.pause_reading()
    before = worker(served).memory_info().rss
    with contextlib.suppress(Exception):
        async with asyncio.timeout(STALL + 6):
            while True:
                await client.send(event(f"{CHAT}.post", room="", nonce="n", text=""))
                await client.send('42/_event,999["ping"]')
                await asyncio.sleep(0.005)
    await asyncio.sleep(1)
    assert worker(served).memory_info().rss - before < 15e6
    with contextlib.suppress(Exception):
        client.transport.abort()
