"""A link in a message opens after a warning that names its true host, in a tab that learns nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.async_api import expect

from tests.browser.test_chat import bubbles, no_serious_findings, say, start
from tests.serving import Served
from whimsy.stranger.page import Page as Stranger

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    """Links pass from the first message on."""
    server = Served(tmp_path_factory.mktemp("links"), links_after=0, links_after_messages=0)
    yield server.wait()
    server.stop()


async def test_a_link_opens_after_a_warning_and_leaks_nothing(visit, served, picture):
    """Fails when a press opens it at once, or the warning names what was written instead of the host."""
    page = await visit(360, 740)
    asked: list[dict[str, str]] = []

    async def elsewhere(route):
        asked.append(await route.request.all_headers())
        await route.fulfill(body="<p>elsewhere</p>", content_type="text/html")

    await page.context.route("https://xn--80ak6aa92e.com/**", elsewhere)
    await start(page)
    stranger = await Stranger(served.address).open()
    await stranger.do("start")
    await stranger.until(lambda: stranger.phase == "chatting", "to be paired")
    await stranger.say("look at https://аррӏе.com/sale?x=1.")
    link = bubbles(page).get_by_role("button", name="hxxps://")
    await expect(link).to_have_text("hxxps://аррӏе[.]com/sale?x=1")
    await expect(page.get_by_text("This opens")).to_have_count(0)
    await link.click()
    await expect(page.get_by_text("This opens xn--80ak6aa92e.com in a new tab.")).to_be_visible()
    assert asked == []
    await picture(page, "link")
    await no_serious_findings(page, "link")
    async with page.context.expect_page() as opening:
        await page.get_by_role("button", name="Open it").click()
    opened = await opening.value
    await expect(opened.get_by_text("elsewhere")).to_be_visible()
    assert opened.url == "https://xn--80ak6aa92e.com/sale?x=1"
    assert await opened.evaluate("[document.referrer, opener]") == ["", None]
    assert "referer" not in asked[0]
    await expect(page.get_by_text("This opens")).to_have_count(0)
    await say(page, "no thanks")
    await stranger.until(lambda: stranger.texts[-1:] == ["no thanks"], "for an answer")
    await stranger.close()
