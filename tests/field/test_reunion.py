"""Two strangers meet again, by the controls of the page and over a visit of another day."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_chat import bubbles, no_serious_findings, say, start

pytestmark = pytest.mark.browser
BOTH = "You both would like to meet again. You find how on the start page."


async def pair(visit, width: int = 1280) -> tuple[Page, Page]:
    one, other = await visit(width=width, height=740), await visit(width=width, height=740)
    for page in (one, other):
        await start(page)
    for page in (one, other):
        await expect(page.get_by_text("You’re talking to a stranger.")).to_be_visible()
    return one, other


def wish(page: Page):
    return page.get_by_role("button", name="I’d like to meet again")


@pytest.mark.parametrize("width", [360, 1280])
async def test_two_meet_again_by_their_halves(visit, picture, width):
    """Fails without the wish, when a half is not kept over a reload, or when it brings a stranger."""
    one, other = await pair(visit, width)

    async def end() -> None:
        await one.get_by_role("button", name="Stop").click()
        await one.get_by_role("button", name="Really?").click()
        await expect(other.get_by_text("They left. Find someone new?")).to_be_visible()

    if width < 420:  # there the wish has its room after the end
        await end()
    await wish(one).click()
    await expect(one.get_by_text("If they would like that too, you both can.")).to_be_visible()
    await expect(wish(one)).to_have_attribute("aria-pressed", "true")
    await picture(one, f"wished-{width}")
    await expect(wish(other)).to_have_attribute("aria-pressed", "false")
    assert await other.get_by_text("meet again.").count() == 0
    if width >= 420:
        await end()
    await wish(other).click()  # after the end
    for page in (one, other):
        await expect(page.get_by_text(BOTH)).to_be_visible()
        await expect(page.get_by_role("button", name="Back to start")).to_be_visible()
        await picture(page, f"both-{width}")
        await no_serious_findings(page, "both would like to meet again")
        await page.get_by_role("button", name="Back to start").click()
        await page.reload()
        await expect(page.get_by_role("heading", name="Meet again")).to_be_visible()
    await picture(one, f"halves-{width}")
    await no_serious_findings(one, "the start with a half")
    stranger = await visit()
    await start(stranger)
    await one.get_by_role("button", name="Meet the stranger").click()
    await expect(one.get_by_role("heading", name="Waiting for them…")).to_be_visible()
    await picture(one, f"awaited-{width}")
    await one.reload()
    await expect(one.get_by_role("heading", name="Waiting for them…")).to_be_visible()
    await other.get_by_role("button", name="Meet the stranger").click()
    await say(other, "you again")
    await expect(bubbles(one)).to_contain_text("you again")
    await expect(stranger.get_by_role("heading", name="Looking for someone…")).to_be_visible()


async def test_a_block_ends_it_and_a_half_can_be_forgotten(visit):
    """Fails without the DEL of block.lua, or when a refused half stays on the page."""
    one, other = await pair(visit)
    for page in (one, other):
        await wish(page).click()
    for page in (one, other):
        await expect(page.get_by_text(BOTH)).to_be_visible()
    await other.get_by_role("button", name="Report or block").click()
    await other.get_by_role("button", name="Just block").click()
    for page in (one, other):
        await page.get_by_role("button", name="Back to start").click()
    await one.get_by_role("button", name="Meet the stranger").click()
    await expect(one.get_by_text("You two can’t meet by this any more.")).to_be_visible()
    await expect(one.get_by_role("heading", name="Meet again")).to_be_hidden()
    await other.get_by_role("button", name="Forget").click()
    await expect(other.get_by_role("heading", name="Meet again")).to_be_hidden()
    await other.reload()
    await expect(other.get_by_role("button", name="Start")).to_be_visible()
    assert await other.get_by_role("heading", name="Meet again").count() == 0


async def test_the_half_of_another_brings_nobody(visit):
    """Fails without `_bound`: whoever copied what a browser keeps would be met in place of its visitor."""
    one, other = await pair(visit)
    for page in (one, other):
        await wish(page).click()
    await expect(one.get_by_text(BOTH)).to_be_visible()
    kept = await one.evaluate("() => localStorage.getItem('whimsyAgain')")
    thief = await visit()
    await thief.evaluate("kept => localStorage.setItem('whimsyAgain', kept)", kept)
    await thief.reload()
    await thief.get_by_role("button", name="Meet the stranger").click()
    await expect(thief.get_by_text("You two can’t meet by this any more.")).to_be_visible()
