"""Question mode: two discuss what a third asked, who reads along; three browsers, by controls of the page."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_chat import no_serious_findings, say, start

pytestmark = pytest.mark.browser
ASKED = "Is a hot dog a sandwich?"


async def choose_question(page: Page) -> None:
    await page.locator("label.mode", has_text="Question").click()
    await expect(page.get_by_label("What should two strangers talk about?")).to_be_visible()


async def ask(page: Page, question: str = ASKED) -> None:
    await choose_question(page)
    await page.get_by_label("What should two strangers talk about?").fill(question)
    await page.get_by_role("button", name="Ask, and read along").click()


async def discuss(page: Page) -> None:
    await choose_question(page)
    await page.get_by_role("button", name="Discuss somebody’s question").click()


def said(page: Page):
    return page.locator(".bubble")


def card(page: Page):
    return page.locator(".topic", has_text=ASKED)


async def three(visit, **size) -> tuple[Page, Page, Page]:
    """Who asks, and the two who discuss it; the first of these is the one who came first."""
    asker, one, other = pages = [await visit(**size) for _ in range(3)]
    await ask(asker)
    await expect(asker.get_by_role("heading", name="Looking for two people…")).to_be_visible()
    await discuss(one)
    await expect(one.get_by_text("Nobody else is looking right now.")).to_be_visible()
    await discuss(other)
    for page in pages:
        await expect(card(page)).to_be_visible()
    return asker, one, other


@pytest.mark.parametrize(("width", "height"), [(360, 640), (1440, 900)])
async def test_two_discuss_and_a_third_reads_along(visit, picture, width, height):
    """Fails without the third tab in `append`, `by` in `View._line`, or `role` in `Page.show`."""
    size = {"width": width, "height": height, "color_scheme": "dark" if width < 400 else "light"}
    asker = await visit(**size)
    await choose_question(asker)
    await picture(asker, f"start-{width}")
    await no_serious_findings(asker, "the start for a question")
    await asker.close()
    asker, one, other = await three(visit, **size)
    await expect(asker.get_by_text("You asked, and read along")).to_be_visible()
    await expect(one.get_by_text("Somebody asked, and reads along")).to_be_visible()
    await say(one, "of course it is")
    await expect(said(other)).to_have_text(["Stranger: of course it is"])
    await say(other, "never")
    expected = ["Stranger 1: of course it is", "Stranger 2: never"]
    await expect(said(asker)).to_have_text(expected)
    await asker.reload()
    await expect(said(asker)).to_have_text(expected)
    await expect(asker.locator(".row.mine .by")).to_have_text("Stranger 2")
    for page in (asker, one):
        await picture(page, f"{'watches' if page is asker else 'discusses'}-{width}")
        await no_serious_findings(page, "a question")
    assert await asker.get_by_role("textbox").count() == 0
    assert await asker.get_by_role("button", name="Report or block").count() == 0
    for page in (asker, one, other):
        assert await page.get_by_role("button", name="video", exact=False).count() == 0
    await one.get_by_role("button", name="Stop").click()
    await one.get_by_role("button", name="Really?").click()
    await expect(asker.get_by_text("They have ended it. Ask the same again?")).to_be_visible()
    await expect(asker.get_by_text("Stranger 1 left.")).to_be_visible()
    await picture(asker, f"ended-{width}")
    await asyncio.sleep(0.4)  # a press just after they left is taken for a Stop that came late
    await asker.get_by_role("button", name="New").click()
    await expect(asker.get_by_role("heading", name="Looking for two people…")).to_be_visible()
    await one.get_by_role("button", name="New").click()
    third = await visit()
    await discuss(third)
    for page in (asker, one, third):  # so that nobody is left who searches
        await expect(page.locator('[data-phase="chatting"]')).to_be_visible()
        await expect(card(page)).to_be_visible()


async def test_who_asked_leaves_and_the_two_go_on(visit):
    """Fails with `close` in leave.lua for somebody who only watches."""
    asker, one, other = await three(visit)
    await asker.get_by_role("button", name="Stop").click()
    await asker.get_by_role("button", name="Really?").click()
    await expect(asker.get_by_text("You left. Ask the same again?")).to_be_visible()
    for page in (one, other):
        await expect(page.get_by_text("Whoever asked has left. You two can go on.")).to_be_visible()
    await say(one, "just us now")
    await expect(said(other)).to_have_text(["Stranger: just us now"])
    assert await said(asker).count() == 0
    await asker.get_by_role("button", name="Back to start").click()
    await expect(asker.locator(".hello")).to_be_visible()


async def test_the_question_is_reported_and_its_asker_reads_along_no_more(visit, picture):
    """Fails without `whom` in the form, in report.lua or in block.lua."""
    asker, one, other = await three(visit, width=360, height=740)
    await one.get_by_role("button", name="Report or block").click()
    await expect(one.get_by_role("dialog")).to_be_visible()
    await one.get_by_label("who asked").check()
    await one.get_by_label("Harassment").check()
    await picture(one, "sheet")
    await one.get_by_role("button", name="Report and block").click()
    await expect(one.get_by_text("Thank you. A person will look at it")).to_be_visible()
    await expect(asker.get_by_text("You can’t read along any more.").first).to_be_visible()
    await say(one, "good")
    await expect(said(other)).to_have_text(["Stranger: good"])
    assert await said(asker).count() == 0


async def test_a_question_passes_the_screens_and_has_an_end(visit):
    """Fails without `screened` in `search`, or without `parse_question`."""
    page = await visit()
    await start(page)  # past the door, which would ask anew for each press of its own
    await page.get_by_role("button", name="Stop searching").click()
    await ask(page, "who wants to see my nudes, I am 15")
    await expect(page.get_by_text("That wasn't sent. Whimsy is only for people who are 18")).to_be_visible()
    await expect(page.locator('[data-phase="idle"]')).to_be_visible()
    field = page.get_by_label("What should two strangers talk about?")
    await field.fill("a" * 201)
    await page.get_by_role("button", name="Ask, and read along").click()
    await asyncio.sleep(0.5)
    assert await field.evaluate("field => field.validity.customError")
    await field.fill("")
    await page.get_by_role("button", name="Ask, and read along").click()
    await asyncio.sleep(0.5)
    await expect(page.locator('[data-phase="idle"]')).to_be_visible()
