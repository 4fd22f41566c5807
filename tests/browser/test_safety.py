"""Report and block in Chromium: always there, shown before it is sent, and by keyboard."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.test_chat import no_serious_findings, pair, say


async def test_one_tap_opens_what_can_be_done_and_shows_what_would_be_sent(visit, picture):
    one, two = await pair(visit)
    await say(two, "something rude")
    await one.get_by_role("button", name="Report or block").click()
    sheet = one.get_by_role("dialog", name="Report or block")
    await expect(sheet).to_be_visible()
    await sheet.get_by_text("What we will see").click()
    await expect(sheet.get_by_role("listitem")).to_have_text(["Stranger: something rude"])
    await picture(one, "sheet")
    await no_serious_findings(one, "sheet")
    await one.keyboard.press("Escape")
    await expect(sheet).to_be_hidden()
    await expect(one.get_by_role("button", name="Next")).to_be_visible()


async def test_a_report_says_thank_you_and_ends_the_chat(visit):
    one, two = await pair(visit)
    await one.get_by_role("button", name="Report or block").click()
    await one.get_by_label("Harassment").check()
    await one.get_by_label("Anything to add").fill("again and again")
    await one.get_by_role("button", name="Report and block").click()
    await expect(one.get_by_text("A person will look at it")).to_be_visible()
    await expect(one.get_by_text("You left. Find someone new?")).to_be_visible()
    await expect(two.get_by_text("They left. Find someone new?")).to_be_visible()


async def test_block_takes_two_presses_of_the_keyboard(visit):
    one, two = await pair(visit)
    await one.get_by_role("button", name="Report or block").focus()
    await one.keyboard.press("Enter")
    await expect(one.get_by_role("dialog")).to_be_visible()
    await one.get_by_role("button", name="Just block").focus()
    await one.keyboard.press("Enter")
    await expect(one.get_by_text("You two will not meet again.")).to_be_visible()
    await expect(two.get_by_text("They left. Find someone new?")).to_be_visible()


async def test_whom_one_left_can_still_be_reported(visit):
    one, two = await pair(visit)
    await two.get_by_role("button", name="Next").click()
    await one.get_by_role("button", name="Back to start").click()
    await one.get_by_role("button", name="Report the last stranger").click()
    await one.get_by_role("button", name="Just block").click()
    await expect(one.get_by_text("You two will not meet again.")).to_be_visible()
    await expect(one.get_by_role("button", name="Report the last stranger")).to_be_hidden()
