"""Whoever turned to another tab hears and sees that somebody was found, if they asked for it."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_chat import bubbles, no_serious_findings, start
from whimsy.stranger.page import Page as Stranger

pytestmark = pytest.mark.browser

SPY = """
  window.shown = [];
  window.tones = 0;
  const Real = Notification;
  window.Notification = class {
    static permission = "default";
    static asked = 0;
    static requestPermission() {
      this.asked += 1;
      this.permission = "granted";
      return Promise.resolve("granted");
    }
    constructor(title) { window.shown.push(title); }
  };
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (...when) {
    window.tones += 1;
    return start.apply(this, when);
  };
"""


LATER = "const now = performance.now.bind(performance); performance.now = () => now() + 6_000"
"""Words ring every five seconds at most."""


async def look_away(page: Page) -> None:
    await page.evaluate("Document.prototype.hasFocus = () => false; window.dispatchEvent(new Event('blur'))")


async def test_a_hidden_page_rings_when_somebody_is_found_and_writes(visit, served, picture):
    """Fails without `useRing`, when it asks or rings before the press, or when a reload ends it."""
    page = await visit(360, 740, script=SPY)
    await start(page)
    ring = page.get_by_role("button", name="Ring me")
    await expect(ring).to_have_attribute("aria-pressed", "false")
    assert await page.evaluate("[Notification.asked, tones]") == [0, 0]
    await ring.click()
    await expect(page.get_by_text("You’ll hear it, and see a notification.")).to_be_visible()
    await expect(ring).to_have_attribute("aria-pressed", "true")
    assert await page.evaluate("[Notification.asked, tones]") == [1, 2]
    await picture(page, "ring")
    await no_serious_findings(page, "ring")
    await look_away(page)
    stranger = await Stranger(served.address).open()
    await stranger.do("start")
    await stranger.until(lambda: stranger.phase == "chatting", "to be paired")
    await expect(page).to_have_title("(1) Someone is here")
    assert await page.evaluate("[shown, tones]") == [["Someone is here"], 4]
    await page.evaluate(LATER)
    await stranger.say("hello?")
    await expect(bubbles(page)).to_contain_text("hello?")
    await page.wait_for_function("tones === 5")
    await picture(page, "rung")
    await page.reload()
    await expect(page.get_by_text("Ringing is on.")).to_be_visible()
    assert await page.evaluate("[Notification.asked, tones]") == [0, 0]
    await page.locator(".log").click()  # the first press lets the page make sounds again
    await page.evaluate(LATER)
    await look_away(page)
    await stranger.say("still there?")
    await page.wait_for_function("tones === 1")
    await page.get_by_role("button", name="Turn it off").click()
    await stranger.say("are you there?")
    await expect(page).to_have_title("(2) Whimsy")
    assert await page.evaluate("[shown.length, tones]") == [0, 1]
    await page.reload()
    await expect(bubbles(page)).to_contain_text("are you there?")
    assert await page.get_by_text("Ringing is on.").count() == 0
    await stranger.close()


async def test_a_page_that_is_looked_at_does_not_ring(visit, served):
    """Fails when every match rings."""
    page = await visit(script=SPY)
    await start(page)
    await page.get_by_role("button", name="Ring me").click()
    stranger = await Stranger(served.address).open()
    await stranger.do("start")
    await stranger.until(lambda: stranger.phase == "chatting", "to be paired")
    await stranger.say("hello")
    await expect(bubbles(page)).to_contain_text("hello")
    await expect(page).to_have_title("Whimsy")
    assert await page.evaluate("[shown, tones]") == [[], 2]
    await stranger.close()
