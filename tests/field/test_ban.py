"""Who may not chat is told so in the page, for as long as it lasts, and what begins a search is not live."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.test_chat import composer, no_serious_findings, pair, start
from tests.serving import Served
from tests.wire.test_safety import Desk
from whimsy.moderation.report import Reason
from whimsy.moderation.sanction import Step
from whimsy.storage import embedded
from whimsy.visitors.identity import VisitorId

pytestmark = pytest.mark.browser
BEGINS = re.compile("^(Start|New|Next)$")


@pytest_asyncio.fixture(loop_scope="session")
async def desk(served: Served) -> AsyncIterator[Desk]:
    made = Desk(served)
    yield made
    await made.store.close()
    await made.sql.dispose()
    embedded.release()


async def impose(desk: Desk, page: Page, step: Step, reason: Reason) -> int:
    visitor = desk.identity.known(await page.evaluate("localStorage.whimsyUserId"))
    assert visitor
    return await desk.decisions.sanction("a moderator", VisitorId(visitor), (), step, reason)


async def barred(page: Page, title: str, reason: str, ends: str) -> None:
    """The card, all of it, and nothing to begin a search with, by Esc neither."""
    card = page.get_by_role("region", name=title)
    for words in (title, reason, ends):
        await expect(card).to_contain_text(words)
    await expect(card.get_by_role("link", name="Appeal")).to_have_attribute("href", "/appeal")
    await expect(page.get_by_role("button", name=BEGINS)).to_have_count(0)
    await page.keyboard.press("Escape")
    await expect(page.locator(".notice")).to_have_count(0)


async def test_a_ban_stays_told_with_its_reason_end_and_appeal_until_it_is_lifted(visit, desk, picture):
    """Fails without components/barred.py: a toast of six seconds, and New stays live."""
    one, other = await pair(visit, width=360, height=740)
    for page, step, reason, told in (
        (one, Step.BAN, Reason.HATE, ("You are banned.", "hate", "in 30 days")),
        (other, Step.COOLDOWN, Reason.SPAM, ("You are paused.", "spam", "ends by itself in")),
    ):
        if page is other:  # in the middle of a search, where nothing of a chat is left to end
            await asyncio.sleep(0.4)  # a press meant for Stop, a moment after they left, is none
            await other.locator(".stop-ended").click()
            await expect(other.get_by_role("heading", name="Looking for someone")).to_be_visible()
        sanction = await impose(desk, page, step, reason)
        await barred(page, *told)
        await expect(page.locator(".unseen[role=status]")).to_contain_text(told[0].rstrip("."))
        for scheme in ("dark", "light"):
            await page.emulate_media(color_scheme=scheme)
            await picture(page, f"{step}-{scheme}")
            await no_serious_findings(page, f"{step} {scheme}")
        assert await page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
        await page.reload()
        await barred(page, *told)
        if await page.get_by_role("button", name="Back to start").count():
            await page.get_by_role("button", name="Back to start").click()
            await expect(page.locator(".start")).to_be_visible()
            await barred(page, *told)
            for scheme in ("dark", "light"):
                await page.emulate_media(color_scheme=scheme)
                await picture(page, f"{step}-start-{scheme}")
                await no_serious_findings(page, f"{step} {scheme}")
        await desk.decisions.lift("a moderator", sanction, "by mistake")
        await expect(page.locator(".barred")).to_have_count(0)
        if page is one:
            await expect(page.get_by_role("status").get_by_text("You can chat again.")).to_be_visible()
    await start(one)
    await expect(one.get_by_role("heading", name="Looking for someone")).to_be_visible()
    await start(other)
    for page in (one, other):
        await expect(composer(page)).to_be_visible()
