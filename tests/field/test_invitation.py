"""A friend is invited by a link, and the two meet: by the controls of the page, and over a reload."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_chat import bubbles, no_serious_findings, say, start
from whimsy.errors import InvitationOver

pytestmark = pytest.mark.browser


async def invited_link(page: Page) -> str:
    await page.get_by_role("button", name="Invite a friend").click()
    await expect(page.get_by_role("heading", name="Waiting for your friend…")).to_be_visible()
    return await page.get_by_role("textbox", name="Link of your invitation").input_value()


@pytest.mark.parametrize("width", [360, 1280])
async def test_two_meet_by_a_link_while_a_stranger_waits(visit, picture, width):
    """Fails without the link, when a reload loses it, or when it stays in the address."""
    one, stranger = await visit(width=width, height=740), await visit()
    await start(stranger)
    link = await invited_link(one)
    await picture(one, f"waiting-{width}")
    await no_serious_findings(one, "waiting for a friend")
    await one.reload()
    await expect(one.get_by_role("textbox", name="Link of your invitation")).to_have_value(link)
    other = await visit(width=width, height=740, agrees=False)
    await other.goto(link)
    await expect(other.get_by_role("heading", name="Somebody you know invited you.")).to_be_visible()
    assert "meet=" not in other.url
    await picture(other, f"invited-{width}")
    await no_serious_findings(other, "invited")
    await other.get_by_role("button", name="Meet them").click()
    await other.get_by_role("button", name="I’m 18 or older").click()
    await say(other, "it is me")
    await expect(bubbles(one)).to_contain_text("it is me")
    await expect(stranger.get_by_role("heading", name="Looking for someone…")).to_be_visible()
    # What comes after is as ever: the next one is a stranger.
    await other.get_by_role("button", name="Next").click()
    await expect(stranger.get_by_text("You’re talking to a stranger.")).to_be_visible()
    await say(other, "hello stranger")
    await expect(bubbles(stranger)).to_contain_text("hello stranger")


async def test_a_copied_link_is_told_and_a_used_one_is_refused(visit):
    """Fails when copying says nothing, or when a third one may use it."""
    one = await visit(permissions=["clipboard-read", "clipboard-write"])
    link = await invited_link(one)
    await one.get_by_role("button", name="Copy").click()
    await expect(one.get_by_text("Copied. Now send it to them.")).to_be_visible()
    other, third = await visit(agrees=False), await visit(agrees=False)
    for page in (other, third):
        await page.goto(link)
        await page.get_by_role("button", name="Meet them").click()
        await page.get_by_role("button", name="I’m 18 or older").click()
        told = page.get_by_text(InvitationOver.sentence) if page is third else page.locator(".log")
        await expect(told).to_be_visible()
    await expect(third.get_by_role("button", name="Start")).to_be_visible()


async def test_who_was_invited_may_meet_a_stranger_instead_and_who_waits_may_stop(visit):
    """Fails when the invitation is not forgotten."""
    one, other = await visit(), await visit()
    link = await invited_link(one)
    await other.goto(link)
    await other.get_by_role("button", name="Meet a stranger instead").click()
    await start(other)
    await expect(other.get_by_role("heading", name="Looking for someone…")).to_be_visible()
    await one.get_by_role("button", name="Stop searching").click()
    await start(one)
    await expect(one.locator(".log")).to_be_visible()
