"""The browser's Back button within the page."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.test_chat import bubbles, composer, pair, say, start

pytestmark = pytest.mark.browser
ASKED = "Your chat goes on. Back once more leaves it."


async def test_back_stops_a_search_and_goes_from_an_ended_chat_to_the_start(visit):
    """Fails without `Step` in Back.jsx: the page is left."""
    one = await visit()
    home = one.url
    await start(one)
    await expect(one.get_by_role("heading", name="Looking for someone…")).to_be_visible()
    await one.go_back()
    await expect(one.get_by_role("button", name="Start", exact=True)).to_be_visible()
    assert one.url == home
    await start(one)
    two = await visit()
    await start(two)
    await say(two, "hello and bye")
    await two.close()
    await expect(one.get_by_text("They left. Find someone new?")).to_be_visible()
    await one.go_back()
    await expect(one.get_by_role("button", name="Start", exact=True)).to_be_visible()
    assert one.url == home


@pytest.mark.parametrize("width", [360, 1280])
async def test_back_asks_before_it_leaves_a_chat(visit, picture, width):
    """Fails without the question, or when it is asked only once in a chat."""
    one, two = await pair(visit)
    await one.set_viewport_size({"width": width, "height": 740})
    for words in ("first", "second"):
        await one.go_back()
        await expect(one.get_by_text(ASKED)).to_be_visible()
        await picture(one, f"{words}-{width}")
        await say(one, words)
        await expect(bubbles(two)).to_contain_text(words)
        await expect(one.get_by_text(ASKED)).to_be_hidden()
    await one.get_by_role("button", name="Report or block").click()
    await expect(one.get_by_role("dialog")).to_be_visible()
    await one.go_back()  # closes the sheet, and asks nothing
    await expect(one.get_by_role("dialog")).to_be_hidden()
    assert await one.get_by_text(ASKED).count() == 0
    await one.go_back()
    await expect(one.get_by_text(ASKED)).to_be_visible()
    await one.go_back()
    await expect(composer(one)).to_be_hidden()
    await expect(two.locator(".standing")).to_have_text("Reconnecting…")
