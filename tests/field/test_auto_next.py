"""Whoever chose it finds the next partner without a press, unless they are at something."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_chat import composer, no_serious_findings, start
from whimsy.stranger.page import Page as Stranger

pytestmark = pytest.mark.browser

_LONGER = 9
"""Seconds in which an undisturbed count would long be over."""


async def meet(page: Page, served) -> Stranger:
    stranger = await Stranger(served.address).open()
    await stranger.do("start")
    await stranger.until(lambda: stranger.phase == "chatting", "to be paired")
    await expect(composer(page)).to_be_enabled()
    return stranger


async def test_it_goes_on_by_itself_when_that_was_chosen_and_they_left(visit, served, picture):
    """Fails when it is on at first, or the choice is forgotten."""
    page = await visit(360, 740)
    await start(page)
    stranger = await meet(page, served)
    await stranger.do("leave", room=stranger.room)
    choice = page.get_by_role("checkbox", name="Find the next one by itself")
    await expect(choice).not_to_be_checked()
    await choice.check()
    await expect(page.get_by_role("timer")).to_be_visible()
    await picture(page, "count")
    await no_serious_findings(page, "count")
    await expect(page.get_by_text("Looking for someone")).to_be_visible(timeout=20_000)
    await stranger.close()
    stranger = await meet(page, served)
    await stranger.do("leave", room=stranger.room)
    await expect(choice).to_be_checked()
    await expect(page.get_by_text("Looking for someone")).to_be_visible(timeout=20_000)
    await stranger.close()


async def test_it_waits_for_who_writes_and_never_goes_on_for_who_left(visit, served):
    """Fails without `isBusy`, or without `theirs`: whoever left wants nobody."""
    page = await visit(script="localStorage.setItem('whimsyAutoNext', 'yes')")
    await start(page)
    stranger = await meet(page, served)
    await composer(page).fill("not sent yet")
    await stranger.do("leave", room=stranger.room)
    await expect(page.get_by_text("Waiting while you are busy.")).to_be_visible(timeout=10_000)
    await asyncio.sleep(_LONGER)
    await expect(page.get_by_text("They left. Find someone new?")).to_be_visible()
    await page.get_by_role("button", name="New", exact=True).click()
    await stranger.do("next", room=stranger.room)
    await expect(page.get_by_role("button", name="Stop", exact=True)).to_be_visible(timeout=20_000)
    for press in ("Stop", "Really?"):
        await page.get_by_role("button", name=press, exact=True).click()
    await expect(page.get_by_text("You left. Find someone new?")).to_be_visible()
    await asyncio.sleep(_LONGER)
    await expect(page.get_by_text("You left. Find someone new?")).to_be_visible()
    await expect(page.get_by_role("timer")).to_have_count(0)
    await stranger.close()
