"""Who waits alone is told who else there is: nobody, or only people they have just met."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from playwright.async_api import expect

from tests.browser.test_chat import composer, no_serious_findings, start
from tests.serving import Served
from whimsy.stranger.page import Page as Stranger

pytestmark = pytest.mark.browser


@pytest.fixture
def served(tmp_path) -> Iterator[Served]:
    """Two who met do not meet again."""
    server = Served(tmp_path, widen_interests_after=0, widen_language_after=0, cooldown_relaxed_after=600)
    yield server.wait()
    server.stop()


async def test_who_could_only_meet_the_last_one_again_is_told_so(visit, served, picture):
    """Fails without `company` in searching.py: "You're next in line", for ever."""
    page = await visit(390, 844, color_scheme="dark")
    await start(page)
    await expect(page.get_by_text("Nobody else is here right now.")).to_be_visible()
    stranger = await Stranger(served.address).open()
    await stranger.do("start")
    await expect(composer(page)).to_be_visible()
    await stranger.do("next", room=stranger.room)
    await stranger.until(lambda: stranger.phase == "searching", "to search")
    again = page.get_by_role("button", name="New", exact=True)
    await expect(page.get_by_text("They left. Find someone new?")).to_be_visible()
    await asyncio.sleep(0.5)  # a press a moment after it ended is none
    await again.click()
    await expect(page.get_by_text("Only people you just met are looking. We keep looking.")).to_be_visible()
    await expect(page.locator(".unseen[role=status]")).to_contain_text("There are only people you just met")
    await picture(page, "met")
    await no_serious_findings(page, "met")
    await stranger.close()
    await expect(page.get_by_text("Nobody else is here right now.")).to_be_visible(timeout=60_000)
