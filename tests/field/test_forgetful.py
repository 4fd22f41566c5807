"""Browsers that keep nothing: site data blocked, storage full, or none there at all."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from whimsy.stranger.page import Page as Stranger

pytestmark = pytest.mark.browser

REFUSES = """
for (const name of NAMES) Object.defineProperty(window, name, {
  configurable: true,
  get() { throw new DOMException("Access is denied for this document.", "SecurityError"); },
});
"""
COOKIES = """
Object.defineProperty(document, "cookie", {
  configurable: true,
  get() { throw new DOMException("Access is denied for this document.", "SecurityError"); },
  set() { throw new DOMException("Access is denied for this document.", "SecurityError"); },
});
Object.defineProperty(window, "indexedDB", { configurable: true, get() { throw new Error("denied"); } });
"""
BROWSERS = {
    "site data blocked": REFUSES.replace("NAMES", '["localStorage", "sessionStorage"]') + COOKIES,
    "no local storage": REFUSES.replace("NAMES", '["localStorage"]'),
    "no session storage": REFUSES.replace("NAMES", '["sessionStorage"]'),
    "full": """
        Storage.prototype.setItem = () => { throw new DOMException("quota", "QuotaExceededError"); };
    """,
    "takes it and keeps nothing": "Storage.prototype.setItem = () => {};",
    "none, as in some views of an app": """
        for (const name of ["localStorage", "sessionStorage"])
          Object.defineProperty(window, name, { configurable: true, value: null });
    """,
}


COVERED = """
card => {
  const over = card.getBoundingClientRect();
  return [...document.querySelectorAll(".headcount, .wordmark, .dot, .promise, .choice")].filter(each => {
    const box = each.getBoundingClientRect();
    return box.top < over.bottom && box.bottom > over.top && box.left < over.right && box.right > over.left;
  }).map(each => each.className);
}
"""
"""What of the landing lies under a card."""


@pytest.mark.parametrize("browser", BROWSERS)
async def test_a_chat_needs_no_storage_and_what_is_lost_is_said_once(visit, served, browser):
    """Fails without first.js: "Application Error", or two dots for ever."""
    tab = await visit(390, 844, script=BROWSERS[browser])  # has seen the landing
    lost = tab.get_by_text(re.compile("Your browser keeps no"))
    await expect(lost).to_have_count(1)
    await expect(tab.locator(".headcount")).to_be_visible()
    assert await tab.locator(".forgets").evaluate(COVERED) == [], "fails where the card lies over the page"
    await tab.get_by_role("button", name="OK").click()
    await expect(lost).to_have_count(0)
    stranger = await Stranger(served.address).open()
    await tab.get_by_role("button", name="Start", exact=True).click()
    await stranger.do("start")
    box = tab.get_by_role("textbox", name="Message")
    await box.fill("nothing of this is kept")
    await box.press("Enter")
    await stranger.until(lambda: stranger.texts == ["nothing of this is kept"], "for the line")
    stranger.keep_open()
    await stranger.say("nor of this")
    await expect(tab.get_by_role("log")).to_contain_text("nor of this")
    await tab.reload()
    await expect(tab.locator(".whimsy")).to_have_attribute("data-phase", re.compile("idle|chatting|ended"))
    await expect(tab.get_by_text("Application Error")).to_have_count(0)
    await stranger.close()


async def test_a_storage_that_fills_up_later_loses_nobody_their_words(visit, served):
    """Fails without the guard of `setItem` in first.js."""
    tab = await visit()
    await tab.evaluate("sessionStorage.setItem('more', 'y'.repeat(6_000_000))")  # browsers keep five million
    assert await tab.evaluate("sessionStorage.getItem('more').length") == 6_000_000
    await expect(tab.get_by_text("Your browser keeps nothing")).to_have_count(1)
