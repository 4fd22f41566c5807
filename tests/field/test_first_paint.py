"""The start page is in the HTML: it is painted, and can be pressed, before any script has arrived."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.test_chat import bubbles, pair, say

pytestmark = pytest.mark.browser

SIZES = [(360, 740), (1440, 900)]
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"
MOVED = """() => new Promise((done) => {
  let moved = 0;
  new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (moved += value)))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(moved), 500);
})"""


async def held(page: Page) -> asyncio.Event:
    """Holds back every script from now on; set what is returned to let them arrive."""
    arrive = asyncio.Event()

    async def wait(route: Route) -> None:
        await arrive.wait()
        await route.continue_()

    await page.route(re.compile(r"/assets/.*\.js"), wait)
    return arrive


@pytest.mark.parametrize(("width", "height"), SIZES)
async def test_start_may_be_pressed_before_the_scripts_are_there(visit, picture, width, height):
    """Fails without `begun` in way.js: the press is lost, and the visitor waits for nothing."""
    page = await visit(width=width, height=height)
    arrive = await held(page)
    await page.reload(wait_until="commit")
    await expect(page.get_by_text("Talk to a random stranger.")).to_be_visible()
    await page.wait_for_function(PAINTED)
    await page.get_by_role("button", name="Start", exact=True).click()
    await picture(page, f"pressed-{width}")
    arrive.set()
    await expect(page.get_by_role("heading", name="Looking for someone…")).to_be_visible()


async def test_the_start_page_is_light(visit):
    """Fails with the small scripts apart, or without brotli: 240 kB in 36 requests."""
    page = await visit()
    session = await page.context.new_cdp_session(page)
    sent: list[float] = []
    session.on("Network.loadingFinished", lambda file: sent.append(file["encodedDataLength"]))
    await session.send("Network.enable")
    await session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    await page.reload(wait_until="networkidle")
    await page.locator('[data-phase="idle"] .hello').wait_for()
    assert len(sent) <= 16 and sum(sent) <= 200_000


async def test_any_button_may_be_pressed_before_the_scripts_are_there(visit):
    """Fails when only Start is remembered."""
    page = await visit()
    arrive = await held(page)
    await page.reload(wait_until="commit")
    await page.get_by_role("button", name="Invite a friend").click()
    arrive.set()
    await expect(page.get_by_role("heading", name="Waiting for your friend…")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), SIZES)
async def test_nothing_jumps_when_the_scripts_arrive(visit, width, height):
    """Fails when the start page of the HTML is another than that of the scripts."""
    page = await visit(width=width, height=height)
    arrive = await held(page)
    await page.reload(wait_until="commit")
    await expect(page.get_by_text("Talk to a random stranger.")).to_be_visible()
    arrive.set()
    await page.locator('[data-phase="idle"] .headcount').wait_for()
    assert await page.evaluate(MOVED) < 0.02


async def test_who_reloads_in_a_chat_does_not_see_the_start_page(visit):
    """Fails without `data-returns` in first.js: the chat seems to be lost for as long as the scripts take."""
    one, two = await pair(visit)
    await say(one, "back in a moment")
    arrive = await held(one)
    await one.reload(wait_until="commit")
    await expect(one.locator(".wait")).to_be_visible()
    await expect(one.get_by_text("Talk to a random stranger.")).to_be_hidden()
    for name in ("Start", "Invite a friend"):
        await expect(one.get_by_role("button", name=name, exact=True)).to_be_hidden()
    arrive.set()
    await expect(bubbles(one)).to_contain_text("back in a moment")
    await one.get_by_role("button", name="Stop").click()
    await one.get_by_role("button", name="Really?").click()
    await one.get_by_role("button", name="Back to start").click()
    await expect(one.get_by_text("Talk to a random stranger.")).to_be_visible()


async def test_the_desk_shows_the_dots_until_it_is_there(visit, served):
    """Fails when the rule that hides them on the start page is for every page."""
    page = await visit()
    await held(page)
    await page.goto(f"{served.address}/desk/", wait_until="commit")
    await expect(page.locator(".wait")).to_be_visible()
