"""Real browsers behind a network that goes away, falls silent one way, or shuffles what it carries."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.test_chat import bubbles, composer, say, start
from tests.browser.test_video import WITNESS, agree, flows, stage
from tests.faults.stores import Valkey
from tests.frames import Resp, WebSocket
from tests.network import DOWN, UP, Network
from tests.serving import Served
from tests.visiting import chromium, visit

__all__ = ["chromium", "visit"]

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

BANNER = "Reconnecting you…"


@pytest_asyncio.fixture(loop_scope="session")
async def near_redis(valkey_of_its_own) -> AsyncIterator[Network]:
    """What lies between the server and its Redis."""
    valkey: Valkey = valkey_of_its_own()
    async with Network(valkey.port, Resp) as network:
        yield network


@pytest_asyncio.fixture(loop_scope="session")
async def served(serve, near_redis: Network) -> AsyncIterator[Served]:
    """Two processes; Redis is reached through a network that may be shuffled."""
    server = await asyncio.to_thread(serve, redis_url=f"redis://127.0.0.1:{near_redis.port}/0")
    yield server
    await asyncio.to_thread(server.stop)  # while there still is a way to Redis


async def met(one: Page, two: Page) -> None:
    await start(one)
    await expect(one.get_by_text("Looking for someone")).to_be_visible()
    await start(two)
    for page in (one, two):
        await expect(composer(page)).to_be_visible()


async def words(page: Page) -> list[str]:
    """What is in the bubbles, once all of them are painted."""
    async with asyncio.timeout(10):
        while not all(texts := await page.locator(".bubble").all_inner_texts()):
            await asyncio.sleep(0.1)
    return [text.splitlines()[-1] for text in texts]


async def test_words_said_offline_arrive_once_and_in_order(visit, served):
    """Offline for 15 s, as a phone in a tunnel: the page knows at once, and nothing typed or sent is lost.

    Fails without `due` in the outbox (nothing is sent again) and without the nonce in post.lua (said twice).
    A network that is silent without saying so: test_chat.
    """
    async with Network(served.port) as network:
        # Not "localhost": there engine.io takes no notice of what the browser knows of its network.
        one, two = await visit(address=f"http://127.0.0.1:{network.port}"), await visit()
        await met(one, two)
        await say(one, "before")
        await expect(bubbles(two)).to_contain_text("before")

        network.cut()
        await one.context.set_offline(True)
        await expect(one.get_by_text(BANNER)).to_be_visible(timeout=8_000)
        for text in ("first", "second", "third"):
            await composer(one).press_sequentially(text, delay=30)
            await composer(one).press("Enter")
        await expect(one.locator(".sending")).to_have_count(3)
        await composer(one).press_sequentially("half a thought")
        await expect(two.get_by_text("Reconnecting…", exact=True)).to_be_visible(timeout=12_000)
        await say(two, "still there?")
        await asyncio.sleep(15 - 10)

        network.restore()
        await one.context.set_offline(False)
        await expect(one.get_by_text(BANNER)).to_be_hidden(timeout=10_000)
        await expect(one.locator(".sending")).to_have_count(0, timeout=10_000)
        await expect(two.get_by_text("They are back.")).to_be_visible()
        await expect(two.get_by_text("Reconnecting…", exact=True)).to_be_hidden()
        said = ["before", "still there?", "first", "second", "third"]
        for page in (one, two):
            await expect(page.locator(".bubble")).to_have_count(len(said))
            assert await words(page) == said
        await expect(composer(one)).to_have_value("half a thought")


@pytest.mark.parametrize("way", [UP, DOWN])
async def test_one_directional_loss_is_noticed_and_healed(visit, served, way):
    """The browser notices that one direction is dead, says so, and comes back by itself once healed.

    Fails without REFLEX_SOCKET_INTERVAL in rxconfig.py, and without `join` in Wire.jsx.
    """
    async with Network(served.port) as network:
        one, two = await visit(address=network.address), await visit()
        await met(one, two)
        network.cut(way)
        await say(one, "into the void?")
        await say(two, "are you there?")
        await expect(two.get_by_text("Reconnecting…", exact=True)).to_be_visible(timeout=11_000)
        await expect(one.get_by_text(BANNER)).to_be_visible(timeout=11_000)
        network.restore()
        for page in (one, two):
            await expect(page.locator(".bubble")).to_have_count(2, timeout=10_000)
        # A line has its place among the others when it was accepted; until then it is the last.
        await expect(one.locator(".sending")).to_have_count(0, timeout=10_000)
        assert await words(one) == await words(two)
        await expect(one.get_by_text(BANNER)).to_be_hidden()
        await expect(two.get_by_text("Reconnecting…", exact=True)).to_be_hidden()


async def test_shuffled_frames_change_neither_the_chat_nor_the_call(visit, served, near_redis):
    """Near the browsers and near Redis events come once or twice, and lines out of order: all is well.

    Fails without the sort by seq in `merge` of transcript_core.js, and without `fresh` in call/line.js.
    """
    async with AsyncExitStack() as stack:
        networks = [await stack.enter_async_context(Network(served.port, WebSocket)) for _ in range(2)]
        one, two = [
            await visit(address=network.address, script=WITNESS, permissions=["camera", "microphone"])
            for network in networks
        ]
        await met(one, two)
        for network in (*networks, near_redis):
            network.shuffle(spread=0)  # signals are twice there, but in order: a websocket keeps it
        await agree(one, "Video")
        await one.get_by_role("button", name="Continue", exact=True).click()
        await agree(two, "Accept")
        await two.get_by_role("button", name="Continue", exact=True).click()
        for page in (one, two):
            await expect(stage(page)).to_have_attribute("data-call", "live", timeout=30_000)
            await flows(page)
        for number, network in enumerate((*networks, near_redis)):
            network.shuffle(spread=0.1, seed=number)
        for i in range(15):
            await asyncio.gather(say(one, f"one {i}"), say(two, f"two {i}"))
        for page in (one, two):
            await expect(page.locator(".bubble")).to_have_count(30, timeout=10_000)
            await expect(page.locator(".sending")).to_have_count(0, timeout=10_000)
        assert await words(one) == await words(two)
        for page in (one, two):
            await flows(page)
            await expect(stage(page)).to_have_attribute("data-call", "live")
        assert all(network.shuffled > 20 for network in (*networks, near_redis))
