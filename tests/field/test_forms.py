"""Sentences in a form are measured as messages are: as a person counts, by page and server alike."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_chat import no_serious_findings, start
from tests.field.test_ban import desk, impose  # noqa: F401  (a fixture)
from whimsy.moderation.appeals import MAX_APPEAL
from whimsy.moderation.report import Reason
from whimsy.moderation.reports import MAX_WORDS
from whimsy.moderation.sanction import Step
from whimsy.stranger.page import Page as Stranger

pytestmark = pytest.mark.browser

FACE = "😀"
"""One character, and two to a browser's own `maxlength`."""


async def filled(page: Page, label: str, longest: int, send: str) -> None:
    """One character too many is said and stays; the most there may be is sent."""
    field = page.get_by_label(label)
    await field.fill(FACE * (longest + 1))
    await expect(page.get_by_label("-1 characters left")).to_be_visible()
    await page.get_by_role("button", name=send).click()
    said = await field.evaluate("field => field.validationMessage")
    assert f"longer than {longest} characters" in said
    assert await field.input_value() == FACE * (longest + 1)
    await field.fill(FACE * longest)
    await expect(page.get_by_label("0 characters left", exact=True)).to_be_visible()
    await page.get_by_role("button", name=send).click()


async def test_a_report_and_an_appeal_are_as_long_as_they_say(visit, served, desk, picture):  # noqa: F811
    """Fails with `max_length` on the fields: half of what is allowed, and the rest cut without a word."""
    page, stranger = await visit(390, 844), await Stranger(served.address).open()
    await start(page)
    await expect(page.get_by_text("Looking for someone")).to_be_visible()
    await stranger.do("start")
    await page.get_by_role("button", name="Report or block").click()
    await page.get_by_role("radio", name="Spam").check()
    await filled(page, "Anything to add?", MAX_WORDS, "Report and block")
    await expect(page.get_by_role("status").get_by_text("Thank you.")).to_be_visible()
    await stranger.close()
    await impose(desk, page, Step.BAN, Reason.HATE)
    await page.goto(f"{served.address}/appeal")
    await expect(page.get_by_role("heading", name="A ban")).to_be_visible()
    await no_serious_findings(page, "appeal")
    await filled(page, "You think that is wrong?", MAX_APPEAL, "Send the appeal")
    await expect(page.get_by_text("We have your appeal.")).to_be_visible()
