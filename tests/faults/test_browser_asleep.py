"""A tab that the browser freezes, as phones do with what is not looked at."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_chat import bubbles, composer, say, start
from tests.browser.test_video import LIVE, WITNESS, agree, camera_off, stage
from tests.serving import Served
from tests.visiting import chromium, visit

__all__ = ["chromium", "visit"]

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture
def served(serve) -> Iterator[Served]:
    """Five minutes in short: noticed (9 s), let go (4 s later instead of 18), still readable (600 s)."""
    return serve(grace_lost=4)


class Sleep:
    """Freezes a page as the system does: its process gets no time, its connections stay open.

    Chromium's own `Page.setWebLifecycleState` leaves a page alone that it takes for visible, as all are here.
    """

    def __init__(self, page: Page, process: int) -> None:
        self.page = page
        self._process = process

    @classmethod
    async def of(cls, page: Page) -> Sleep:
        """Find the process that renders the page: the one without which it does not answer."""
        assert page.context.browser
        session = await page.context.browser.new_browser_cdp_session()
        processes = (await session.send("SystemInfo.getProcessInfo"))["processInfo"]
        for process in (each["id"] for each in processes if each["type"] == "renderer"):
            os.kill(process, signal.SIGSTOP)
            try:
                async with asyncio.timeout(0.5):
                    await page.evaluate("1")
            except TimeoutError:
                return cls(page, process)
            finally:
                os.kill(process, signal.SIGCONT)
        raise AssertionError("no process renders this page")

    def fall(self) -> None:
        os.kill(self._process, signal.SIGSTOP)

    def wake(self) -> None:
        os.kill(self._process, signal.SIGCONT)


async def test_who_wakes_after_five_minutes_finds_a_friendly_ending(visit):
    """The chat is over, its last lines are there, the camera is off, and one tap begins anew.

    Fails without `kept_after_close` in `close` of room.lua (the lines are gone), and without the stop of the
    studio when the call ends (the camera stays on).
    """
    one, two = [await visit(script=WITNESS, permissions=["camera", "microphone"]) for _ in range(2)]
    await start(one)
    await expect(one.get_by_text("Looking for someone")).to_be_visible()
    await start(two)
    await say(one, "good night")
    await expect(bubbles(two)).to_contain_text("good night")
    await agree(one, "Video")
    await one.get_by_role("button", name="Continue", exact=True).click()
    await agree(two, "Accept")
    await two.get_by_role("button", name="Continue", exact=True).click()
    await expect(stage(one)).to_have_attribute("data-call", "live", timeout=30_000)
    await say(two, "are you asleep?")
    await expect(bubbles(one)).to_contain_text("are you asleep?")

    sleep = await Sleep.of(one)
    sleep.fall()
    await expect(two.locator(".standing")).to_have_text("Reconnecting…", timeout=12_000)
    await expect(two.get_by_text("They left. Find someone new?")).to_be_visible()
    await camera_off(two)
    await asyncio.sleep(3)
    sleep.wake()

    await expect(one.get_by_text("You were gone too long. Find someone new?")).to_be_visible()
    for words in ("good night", "are you asleep?"):
        await expect(bubbles(one)).to_contain_text(words)
    await camera_off(one)
    assert await one.evaluate(LIVE) == 0
    await expect(stage(one)).to_have_count(0)
    await one.get_by_role("button", name="New", exact=True).click()
    await two.get_by_role("button", name="New", exact=True).click()
    await expect(composer(one)).to_be_visible()
