"""Whole frames that come twice and out of order: between pages and server, and from Redis to a process."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from tests.faults.chats import Witness, meet
from tests.faults.returning import Returning, arrive
from tests.faults.stores import Valkey
from tests.frames import Resp, WebSocket
from tests.network import Network
from tests.serving import Served

__all__ = ["arrive"]

pytestmark = [pytest.mark.served, pytest.mark.timeout(120)]

LINES = 60


@asynccontextmanager
async def near_pages(
    serve: Callable[..., Served], valkey: Valkey
) -> AsyncIterator[tuple[Served, Network, str]]:
    """Pages reach their server through the network."""
    server = serve(redis_url=valkey.url)
    async with Network(server.port, WebSocket) as network:
        yield server, network, network.address


@asynccontextmanager
async def near_redis(
    serve: Callable[..., Served], valkey: Valkey
) -> AsyncIterator[tuple[Served, Network, str]]:
    """Processes reach their Redis through the network."""
    async with Network(valkey.port, Resp) as network:
        server = await asyncio.to_thread(serve, redis_url=f"redis://127.0.0.1:{network.port}/0")
        try:
            yield server, network, server.address
        finally:
            await asyncio.to_thread(server.stop)  # while there still is a way to Redis


@pytest.mark.parametrize("place", [near_pages, near_redis])
async def test_both_sides_read_the_same_and_nothing_twice(serve, valkey_of_its_own, arrive, place):
    """Lines, typing and signals shuffled: one order for both, no repeats, no gaps; signals as they were.

    Near Redis it fails without `!= self.n + 1` in View.apply; near pages without the look at `nonces` in
    post.lua. That a browser takes no signal twice: test_browser_network.py.
    """
    valkey = valkey_of_its_own()
    async with place(serve, valkey) as (server, network, address), Witness(server, valkey.url) as witness:
        one, other = await arrive(address, 2)
        await meet(one, other)
        await one.do("offer_video", room=one.room)
        await other.until(lambda: other.vars["video"] == "asked", "to be asked")
        await other.do("accept_video", room=other.room)
        for page in (one, other):
            await page.until(lambda page=page: page.vars["call"]["n"] == 1, "for the call")

        network.shuffle(spread=0.1, seed=4)
        await asyncio.gather(*(talk(page, name) for page, name in ((one, "p"), (other, "q"))))
        await asyncio.sleep(0.3)
        network.calm()
        assert network.shuffled > 2 * LINES
        for page in (one, other):
            await page.say("the end")
        for page in (one, other):
            await page.until(lambda page=page: page.texts.count("the end") == 2, "for the end")

        assert one.texts == other.texts
        assert sorted(one.texts[:-2]) == sorted(f"{name}{i}" for name in "pq" for i in range(LINES))
        await witness.agree([one, other])
        for page in (one, other):
            heard = {signal["seq"] for signal in page.signals}
            assert heard == {1, 2, 3} and all(signal["kind"] == "ready" for signal in page.signals)


async def talk(page: Returning, name: str) -> None:
    signals = itertools.count(1)
    for i in range(LINES):
        await page.say(f"{name}{i}")
        await page.type()
        if i % 20 == 10:
            await page.signal("ready", next(signals))
        await asyncio.sleep(0.02)
