"""The practice stranger and a browser: the real component on one side, aiortc on the other."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.test_chat import composer, start
from tests.browser.test_video import flows, stage
from tests.browser.test_video import seeing as seeing
from whimsy.stranger.stranger import GREETINGS, Stranger

pytestmark = pytest.mark.browser

# Where the two dots are, the picture is not one colour; a frame is read back through a canvas.
COLOURS = """video => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [32, 24];
  const brush = canvas.getContext("2d");
  brush.drawImage(video, 0, 0, 32, 24);
  const { data } = brush.getImageData(0, 0, 32, 24);
  return new Set(Array.from({ length: 768 }, (_, i) => data.slice(4 * i, 4 * i + 3).join())).size;
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def stranger(served) -> AsyncIterator[Stranger]:
    practising = Stranger(served.address, pace=0)
    running = asyncio.create_task(practising.run())
    yield practising
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


async def test_each_gets_the_others_pictures_and_sound(seeing, stranger, picture):
    page: Page = await seeing()
    await start(page)
    await expect(composer(page)).to_be_visible()
    async with asyncio.timeout(20):
        while not any(line in GREETINGS for line in stranger.page.texts):
            await asyncio.sleep(0.05)
    await page.get_by_role("button", name="Video", exact=True).click()
    await page.get_by_role("button", name="Continue", exact=True).click()
    await expect(stage(page)).to_have_attribute("data-call", "live", timeout=30_000)
    await flows(page)
    async with asyncio.timeout(20):
        while not (stranger.call and stranger.call.frames >= 10 and stranger.call.loudness > 0.001):
            await asyncio.sleep(0.05)
    await page.get_by_role("button", name="Show", exact=True).click()
    await picture(page, "pattern")
    assert await page.get_by_label("Their picture").evaluate(COLOURS) > 4, "its pattern, not one colour"
