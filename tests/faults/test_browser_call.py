"""A call goes on while the server's store is away: pictures need no server."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import expect

from tests.browser.test_chat import bubbles, say, start
from tests.browser.test_video import WITNESS, agree, flows, stage
from tests.faults.stores import Valkey
from tests.serving import Served
from tests.visiting import chromium, visit

__all__ = ["chromium", "visit"]

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture
def valkey(valkey_of_its_own) -> Valkey:
    return valkey_of_its_own()


@pytest.fixture
def served(serve, valkey: Valkey) -> Served:
    return serve(redis_url=valkey.url)


async def test_frames_flow_while_redis_stands_still(visit, valkey):
    """For 10 s Redis does not answer: both see and hear each other, are told, and then talk on.

    Fails without `Office.watch_store` (nobody is told), and without the
    pause of the reaper after an outage (somebody is shown away who never was).
    """
    one, two = [await visit(script=WITNESS, permissions=["camera", "microphone"]) for _ in range(2)]
    await start(one)
    await expect(one.get_by_text("Looking for someone")).to_be_visible()
    await start(two)
    await agree(one, "Video")
    await one.get_by_role("button", name="Continue", exact=True).click()
    await agree(two, "Accept")
    await two.get_by_role("button", name="Continue", exact=True).click()
    for page in (one, two):
        await expect(stage(page)).to_have_attribute("data-call", "live", timeout=30_000)
        await flows(page)

    valkey.freeze()
    try:
        for page in (one, two):
            await expect(page.get_by_text("Reconnecting you…")).to_be_visible()
        await say(one, "can you see me?")
        stopped = asyncio.get_running_loop().time()
        while asyncio.get_running_loop().time() - stopped < 8:
            for page in (one, two):
                await flows(page, 3)
                await expect(stage(page)).to_have_attribute("data-call", "live")
    finally:
        valkey.thaw()
    for page in (one, two):
        await expect(page.get_by_text("Reconnecting you…")).to_be_hidden()
        await expect(page.locator(".bubble", has_text="can you see me?")).to_have_count(1)
    await say(two, "all the time")
    await expect(bubbles(one)).to_contain_text("all the time")
    for page in (one, two):
        await flows(page)
        await expect(stage(page)).to_have_attribute("data-call", "live")
        await expect(page.get_by_text("econnect", exact=False)).to_have_count(0)  # nobody ever was away
