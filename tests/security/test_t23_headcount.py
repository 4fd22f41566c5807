"""T23: the headcount counts visitors who are here, not sockets; and not those who only knock."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.load.machine import allow_sockets
from tests.security.conftest import HYDRATE, knock
from tests.serving import ROOMY
from whimsy.stranger.page import CHAT, FIELD

pytestmark = pytest.mark.served

SOCKETS = 1000
TOGETHER = 20


async def test_1000_sockets_of_one_visitor_count_as_one(serve, browse):
    """Fails when `Beat.count` counts attachments instead of visitors."""
    allow_sockets(4096)
    served = serve(**ROOMY, ping_timeout=60)
    watcher, one = await browse(served).open(), await browse(served).open()
    await watcher.until(lambda: watcher.online == 2, "to count two")
    event = {**HYDRATE, "payload": {"vars": {f"{CHAT}.visitor_token{FIELD}": one.local["visitor_token"]}}}
    gate = asyncio.Semaphore(TOGETHER)

    async def another():
        async with gate:
            socket = await knock(served)
            await socket.send(f"40/_event,{json.dumps({'event': event})}")
            async with asyncio.timeout(30):
                while '"idle"' not in await socket.recv():
                    pass
            return socket

    socks = await asyncio.gather(*(another() for _ in range(SOCKETS)))
    silent = [await knock(served) for _ in range(50)]
    await asyncio.sleep(4)
    assert watcher.online == 2
    await asyncio.gather(*(socket.close() for socket in [*socks, *silent]), return_exceptions=True)
