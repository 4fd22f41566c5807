"""SIGTERM: a process that is about to end begins nothing new, and sends its tabs to the others."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import signal
import socket
import time
from collections.abc import Callable

import pytest

from tests.deploys.conftest import tell
from tests.serving import Served
from whimsy.stranger.page import Page

pytestmark = pytest.mark.served


async def ended(server: Served, seconds: float = 15) -> float:
    """Wait for the end; returns the seconds it took."""
    begun = time.monotonic()
    async with asyncio.timeout(seconds):
        while server.process.poll() is None:
            await asyncio.sleep(0.05)
    return time.monotonic() - begun


def stubborn(page: Page) -> Page:
    """A page that does not go when it is told to: an old one, or one that sleeps."""
    page._on_come_back = lambda _after: None
    return page


async def test_with_nobody_there_it_ends_at_once(serve: Callable[..., Served]):
    """Fails without `while any` in drain.py: the time to drain is waited for instead of the tabs."""
    server = serve(drain=20)
    tell(server, signal.SIGTERM)
    assert await ended(server, 30) < 12


async def test_ctrl_c_waits_for_nobody(serve: Callable[..., Served]):
    server = serve()
    page = await Page(server.address).open()
    told = []
    page._on_come_back = told.append
    begun = time.monotonic()
    await asyncio.to_thread(server.stop)
    assert time.monotonic() - begun < 6 and not told
    await page.drop()


async def test_a_page_is_told_and_comes_back_to_the_next_server(serve: Callable[..., Served]):
    """Fails without `come_back` in drain.py: the page is cut off, and nothing tells it to return."""
    server = serve()
    page = await Page(server.address).open()
    tell(server, signal.SIGTERM)
    await page.until(lambda: page.returning, "to be told")
    assert await ended(server) < 6
    assert page.returning and not page.comebacks
    next_server = serve("next")
    page.address = next_server.address
    await page.until(lambda: page.comebacks, "to come back", 20)
    assert page.phase == "idle"
    await page.close()


async def test_while_it_drains_it_is_not_ready_and_takes_nobody_in_and_pairs_nobody(
    serve: Callable[..., Served],
):
    """Fails without `listening.close()` in drain.py and in serve.py (whoever knocks waits in the queue).

    Fails without `draining` in `ready` (a load balancer sends more) and without `hold=hold` in searching.py.
    """
    server = serve()
    pages = [stubborn(Page(server.address)) for _ in range(2)]
    for page in pages:
        await page.open()
    with contextlib.closing(http.client.HTTPConnection("localhost", server.port)) as asking:

        def ready() -> int:
            asking.request("GET", "/readyz")
            answer = asking.getresponse()
            answer.read()
            return answer.status

        assert ready() == 200
        tell(server, signal.SIGTERM)
        async with asyncio.timeout(2.5):
            while ready() == 200:
                await asyncio.sleep(0.02)
        assert ready() == 503
        for page in pages:
            await page.do("start")
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("localhost", server.port), timeout=1).close()
        await asyncio.gather(
            *(page.until(lambda page=page: page.phase != "idle", "an answer", 2.5) for page in pages)
        )
        assert [page.phase for page in pages] == ["searching", "searching"]
    await ended(server)
    for page in pages:
        await page.drop()
