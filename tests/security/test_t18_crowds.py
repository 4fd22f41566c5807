"""T18: one address opens so many sockets and no more; fresh tokens cost memory only while they are there."""

from __future__ import annotations

import asyncio
import time

import pytest
from websockets.exceptions import InvalidStatus

from tests.load.tab import WhimsyTab
from tests.security.conftest import arrive, knock, worker
from whimsy.settings import Settings

pytestmark = pytest.mark.served

CAP = Settings().sockets_per_address


@pytest.fixture(scope="module")
def served(serve):
    return serve()


async def test_1000_fresh_tokens_from_one_address_are_refused_beyond_the_cap(served):
    """Fails without `enters` in crowd.py: all 1,000 would be let in, at 65 kB each and more."""
    before = worker(served).memory_info().rss
    sockets, statuses = [], set()
    for _ in range(1000):
        try:
            sockets.append(await knock(served, "127.0.0.2"))
        except InvalidStatus as refused:
            statuses.add(refused.response.status_code)
            continue
        await arrive(sockets[-1])
    assert len(sockets) == CAP and statuses == {429}
    assert worker(served).memory_info().rss - before < 40e6
    begun = time.monotonic()
    somebody = WhimsyTab(served.address, ("127.0.0.3", 0))
    await somebody.open()
    assert time.monotonic() - begun < 15
    await somebody.close()
    await asyncio.gather(*(socket.close() for socket in sockets))
    # Who closed them all does not get as many again at once.
    again = 0
    for _ in range(CAP):
        try:
            socket = await knock(served, "127.0.0.2")
        except InvalidStatus:
            continue
        again += 1
        await socket.close()
    assert again < CAP / 2


async def test_tokens_that_were_left_are_forgotten(serve):
    """Fails without the `forget_state` in lifecycle.py: each would keep its state for an hour."""
    served = serve(sockets_per_address=4000, socket_rate=4000)
    for _ in range(100):  # warm up
        await (await knock(served)).close()
    grown = []
    for _ in range(4):
        before = worker(served).memory_info().rss
        for _ in range(150):
            socket = await knock(served)
            await socket.send("40/_event,")
            await socket.send('42/_event,["event",{"name":"reflex___state____state.hydrate","payload":{}}]')
            await socket.recv()
            await socket.close()
        await asyncio.sleep(2.5)
        grown.append(worker(served).memory_info().rss - before)
    assert sum(grown[1:]) / 450 < 8_000, grown


@pytest.mark.parametrize(
    "token", ["", "short", "a_b_c_d_e_f", "x" * 65, "%0a" * 10, "*" * 36, "../../../etc", "a&token=b" * 3]
)
async def test_a_token_no_page_would_make_opens_nothing(served, token):
    """Fails without `_is_token` in lifecycle.py."""
    socket = await knock(served, "127.0.0.4", token=token)
    await arrive(socket)
    async with asyncio.timeout(5):
        assert (await socket.recv()).startswith("44/_event")
    await socket.close()
