"""The small task in Chromium: asked after skipping, done by a worker, and the search goes on by itself."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_chat import no_serious_findings, pair
from tests.serving import Served

pytestmark = pytest.mark.browser
TASK = re.compile("One moment: your browser is doing a small task")
HELD = """
const post = Worker.prototype.postMessage;
const held = [];
Worker.prototype.postMessage = function (...said) { held.push(() => post.apply(this, said)); };
window.letGo = () => { Worker.prototype.postMessage = post; held.splice(0).forEach((say) => say()); };
"""
"""A worker begins when the test says so: with luck a task is done before anybody can look at it."""
ALONE = """
delete window.Worker;
const later = window.setTimeout;
const held = [];
window.setTimeout = (then, ...how) => (how.length ? later(then, ...how) : held.push(then));
window.letGo = () => { window.setTimeout = later; held.splice(0).forEach((slice) => later(slice)); };
"""
"""The same where the page does the task itself: its second slice."""


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    """Two chats of less than a minute are too many, and then there is a task to do."""
    server = Served(
        tmp_path_factory.mktemp("proved"),
        cooldown=0,
        short_chat=60,
        skips=2,
        skip_wait=0,
        proof_cost=1_000_000,
    )
    yield server.wait()
    server.stop()


async def idle(page: Page) -> None:
    """No worker is left; the browser itself takes a moment to say so."""
    async with asyncio.timeout(20):
        while page.workers:
            await asyncio.sleep(0.1)


async def skipper(visit, script: str = HELD) -> Page:
    """Somebody who has just skipped for the second time."""
    one, two = await pair(lambda: visit(script=script))
    await one.get_by_role("button", name="Next").click()
    await expect(two.get_by_text("They left. Find someone new?")).to_be_visible()
    await asyncio.sleep(0.5)  # a press meant for Stop must not skip ahead
    await two.get_by_role("button", name="New", exact=True).click()
    for page in (one, two):
        await expect(page.get_by_role("textbox", name="Message")).to_be_visible()
    await one.get_by_role("button", name="Next").click()
    await expect(one.get_by_text(TASK)).to_be_visible()
    return one


async def test_the_task_is_done_by_itself_and_the_search_goes_on(visit, picture):
    """Fails without `demand` in admission.py."""
    one = await skipper(visit)
    await expect(one.get_by_text("You left. Find someone new?")).to_be_visible()
    async with asyncio.timeout(20):
        while len(one.workers) != 1:  # beside the page
            await asyncio.sleep(0.02)
    await expect(one.get_by_role("status").filter(has_text=TASK)).to_be_visible()
    await expect(one.get_by_role("progressbar")).to_have_js_property("max", 1)
    await picture(one, "task")
    await no_serious_findings(one, "task")
    await one.evaluate("letGo()")
    await expect(one.get_by_text("Looking for someone")).to_be_visible(timeout=60_000)
    await expect(one.get_by_text(TASK)).to_be_hidden()
    await idle(one)


async def test_it_can_be_given_up_by_keyboard_and_comes_back_with_the_next_search(visit):
    """Fails without `give_up`, and without `onKeyDown` of the card."""
    one = await skipper(visit)
    await one.keyboard.press("Escape")
    await expect(one.get_by_text(TASK)).to_be_hidden()
    await expect(one.get_by_text("You left. Find someone new?")).to_be_visible()
    await asyncio.sleep(0.5)
    await one.get_by_role("button", name="New", exact=True).click()
    await expect(one.get_by_text(TASK)).to_be_visible()
    await expect(one.get_by_role("group", name="One moment")).to_be_focused()
    await one.keyboard.press("Tab")
    await expect(one.get_by_role("button", name="Cancel")).to_be_focused()
    await one.keyboard.press("Enter")
    await expect(one.get_by_text(TASK)).to_be_hidden()
    await idle(one)


async def test_it_works_without_workers(visit):
    """Fails without the way on the page in work.js."""
    one = await skipper(visit, ALONE)
    await one.evaluate("letGo()")
    await expect(one.get_by_text("Looking for someone")).to_be_visible(timeout=60_000)
