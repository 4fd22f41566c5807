"""The emoji picker, by its controls: loaded when it is opened, and put where the caret is."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_chat import bubbles, composer, no_serious_findings, pair, say

pytestmark = pytest.mark.browser


def panel(page: Page):
    return page.locator(".emoji-panel")


async def opened(page: Page) -> None:
    await page.get_by_role("button", name="Choose an emoji").click()
    await expect(panel(page).get_by_role("gridcell").first).to_be_visible()


@pytest.mark.parametrize(("size", "scheme"), [((1280, 800), "light"), ((360, 740), "dark")])
async def test_an_emoji_is_found_by_a_word_and_stands_where_the_caret_was(visit, picture, size, scheme):
    """Fails without `insert` in Composer.jsx; or if Enter in the search sends what was written so far."""
    one, two = await pair(visit, width=size[0], height=size[1], color_scheme=scheme)
    fetched: list[str] = []
    two.on("request", lambda request: fetched.append(request.url))
    await composer(two).fill("lunch? yes")
    await composer(two).press("Home")
    for _ in "lunch?":
        await composer(two).press("ArrowRight")
    assert not [url for url in fetched if "emoji" in url or "Picker" in url], "not before it is opened"
    await opened(two)
    search = panel(two).get_by_label("Search emoji")
    await expect(search).to_be_focused()
    await picture(two, "open")
    await no_serious_findings(two, "emoji")
    await search.press("Enter")
    await expect(composer(two)).to_have_value("lunch? yes")
    await search.fill("pizza")
    await expect(panel(two).get_by_role("gridcell", selected=True)).to_have_text("🍕")
    await picture(two, "found")
    await search.press("Enter")
    await expect(panel(two)).to_have_count(0)
    await expect(composer(two)).to_have_value("lunch?🍕 yes")
    await expect(composer(two)).to_be_focused()
    await composer(two).press("Enter")
    await expect(bubbles(one)).to_contain_text("lunch?🍕 yes")
    assert {url for url in fetched if "://localhost" not in url} == set(), "nothing is asked of anybody else"


async def test_it_closes_by_escape_and_by_a_press_beside_it_and_the_chat_goes_on(visit):
    """Fails without `preventDefault` in use_floating.js: the page takes Escape for Stop."""
    one, two = await pair(visit)
    await opened(one)
    await one.keyboard.press("Escape")
    await expect(panel(one)).to_have_count(0)
    await expect(one.get_by_role("button", name="Choose an emoji")).to_be_focused()
    await opened(one)
    await panel(one).get_by_role("gridcell").nth(2).click()
    await expect(panel(one)).to_have_count(0)
    await opened(one)
    await one.get_by_role("banner").click()
    await expect(panel(one)).to_have_count(0)
    await say(two, "still here")
    await expect(bubbles(one)).to_contain_text("still here")


async def test_a_list_that_does_not_come_is_said_and_asked_for_again(visit):
    """Fails without the fetch in Emoji.jsx: the picker says "One moment…" for ever."""
    one, _two = await pair(visit)
    await one.route("**/emoji/en/data.json", lambda route: route.abort())
    await one.get_by_role("button", name="Choose an emoji").click()
    await expect(panel(one).get_by_text("Emoji could not be loaded.")).to_be_visible()
    await one.unroute("**/emoji/en/data.json")
    await panel(one).get_by_role("button", name="Try again").click()
    await expect(panel(one).get_by_role("gridcell").first).to_be_visible()


async def test_a_touch_screen_has_them_on_its_keyboard(visit):
    _one, touch = await pair(visit, width=390, height=844, has_touch=True, is_mobile=True)
    await expect(touch.get_by_role("button", name="Draw a topic")).to_be_visible()
    await expect(touch.get_by_role("button", name="Choose an emoji")).to_have_count(0)
