"""The door in Chromium: asked before the first search, once; and the pages it leads to."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import expect

from tests.browser.test_chat import no_serious_findings, start

AGREE = "I’m 18 or older and I agree"


async def test_nobody_meets_anyone_before_they_agreed(visit, picture):
    """Fails without the door in `acts.search`."""
    page = await visit(agrees=False)
    await start(page)
    await expect(page.get_by_role("heading", name="Before you meet someone")).to_be_visible()
    await picture(page, "door")
    await no_serious_findings(page, "door")
    await page.get_by_role("button", name="Not now").click()
    await expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    await start(page)
    await page.get_by_role("button", name=AGREE).click()
    await expect(page.get_by_text("Looking for someone")).to_be_visible()


async def test_who_agreed_is_not_asked_again(visit, served):
    """Fails when the pass is not kept by the browser."""
    page = await visit(agrees=False)
    await start(page)
    await page.get_by_role("button", name=AGREE).click()
    await page.get_by_role("button", name="Stop searching").click()
    await page.reload()
    await start(page)
    await expect(page.get_by_text("Looking for someone")).to_be_visible()


async def test_the_door_opens_by_keyboard(visit):
    page = await visit(agrees=False)
    await page.get_by_role("button", name="Start", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name=AGREE)).to_be_visible()
    for _ in range(8):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.className") == "go":
            break
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Looking for someone")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_page_of_words_is_there_and_readable(visit, served, picture, scheme):
    page = await visit(360, 740, color_scheme=scheme)
    for link, heading in (
        ("Rules", "Rules"),
        ("Safety", "Talking to strangers, safely"),
        ("Privacy", "Privacy"),
        ("Contact", "Contact"),
    ):
        await page.get_by_role("link", name=link, exact=True).click()
        await expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        await asyncio.sleep(0.4)  # it has faded in
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
        await no_serious_findings(page, link)
        await picture(page, link)
    await page.get_by_role("link", name="back to the start").click()
    await expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
