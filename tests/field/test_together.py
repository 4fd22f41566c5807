"""What two do together, by the controls of the page: react, reply, draw a topic."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_chat import bubbles, composer, no_serious_findings, pair, say
from whimsy.rooms.reactions import REACTIONS
from whimsy.rooms.topics import Topics

pytestmark = pytest.mark.browser


def row(page: Page, text: str):
    return page.locator(".row:not(.sending)", has_text=text)


async def opened(page: Page, text: str):
    """The reactions of a message, by a tap on it and on what that shows."""
    await row(page, text).locator(".bubble").click()
    await row(page, text).get_by_role("button", name="React or reply").click()
    return row(page, text).get_by_role("group", name="Reactions")


async def test_a_reaction_is_seen_on_both_sides_and_taken_back(visit, picture):
    """Fails when a reaction of the page has a name that the server does not know, or is not drawn."""
    one, two = await pair(visit, width=360, height=740)
    await say(one, "I got the job")
    await expect(bubbles(two)).to_contain_text("I got the job")
    await opened(two, "I got the job")
    await two.keyboard.press("Escape")  # fails when only the reactions hear it: it asks whether to stop
    await expect(row(two, "I got the job").get_by_role("group", name="Reactions")).to_have_count(0)
    await expect(two.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    signs = (await opened(two, "I got the job")).locator(".sign")
    await expect(signs).to_have_count(len(REACTIONS))
    await picture(two, "choice")
    await no_serious_findings(two, "reactions")
    await signs.nth(0).click()
    for at in range(1, len(REACTIONS) + 1):
        for page, who in ((one, "They"), (two, "You")):
            await expect(row(page, "I got the job").locator(".given")).to_contain_text(f"{who} reacted with")
        sign = (await opened(two, "I got the job")).locator(".sign").nth(at % len(REACTIONS))
        drawn = await sign.inner_text()
        await sign.click()
        for page in (one, two):
            await expect(row(page, "I got the job").locator(".reaction")).to_have_count(1)
            await expect(row(page, "I got the job").locator(".given")).to_contain_text(drawn)
    await picture(one, "given")
    pressed = (await opened(two, "I got the job")).get_by_role("button", pressed=True)
    await pressed.click()
    for page in (one, two):
        await expect(page.locator(".given")).to_have_count(0)


async def test_an_answer_quotes_its_message_also_after_a_reload(visit, picture):
    """Fails without `to` on the way there, in the answer to the post, or in the window after a reload."""
    one, two = await pair(visit, width=360, height=740)
    await say(one, "where are you from?")
    await say(one, "and what do you like?")
    await expect(bubbles(two)).to_contain_text("what do you like")
    await (await opened(two, "where are you from?")).get_by_role("button", name="Reply").click()
    await expect(composer(two)).to_be_focused()
    await composer(two).fill("a small town")
    await picture(two, "answering")
    await composer(two).press("Enter")
    await expect(two.locator(".answering")).to_have_count(0)
    quotes = [row(page, "a small town").locator(".quote") for page in (one, two)]
    for quote in quotes:
        await expect(quote).to_contain_text("where are you from?")
    await two.reload()
    for page, quote in zip((one, two), quotes, strict=True):
        await expect(quote).to_contain_text("where are you from?")
        await quote.click()
        await expect(page.locator(".row:focus .bubble")).to_contain_text("where are you from?")
    await picture(two, "quoted")
    await no_serious_findings(two, "an answer")


async def test_a_topic_is_drawn_for_both(visit, picture):
    """Fails without the dice, or when each side gets its own topic."""
    one, two = await pair(visit, width=360, height=740)
    await one.get_by_role("button", name="Draw a topic").click()
    for page in (one, two):
        await expect(page.locator(".topic-words")).to_be_visible()
    told = await one.locator(".topic-words").inner_text()
    assert told in Topics().of("en")
    assert await two.locator(".topic-words").inner_text() == told
    await expect(one.get_by_text("You drew a topic")).to_be_visible()
    await expect(two.get_by_text("They drew a topic")).to_be_visible()
    await picture(two, "topic")
    await no_serious_findings(two, "a topic")
