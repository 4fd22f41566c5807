"""Outside of the opening hours the start says when it opens, counts down, and begins nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from tests.browser.test_chat import no_serious_findings
from tests.serving import ROOMY, Served
from whimsy.errors import Closed
from whimsy.stranger.page import Page as Stranger

pytestmark = pytest.mark.browser
BEGINS = datetime.now(UTC) + timedelta(hours=26)


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    """A server that opens in a day and two hours, for an hour."""
    day, hours = f"{BEGINS:%a}", f"{BEGINS:%H:%M}-{BEGINS + timedelta(hours=1):%H:%M}"
    server = Served(tmp_path_factory.mktemp("hours"), opening_times=f"{day} {hours}", **ROOMY)
    yield server.wait()
    server.stop()


@pytest.mark.parametrize("width", [360, 1280])
async def test_a_closed_start_says_when_it_opens_and_offers_no_start(visit, picture, width):
    """Fails without `opening` in landing.py, or when its times are those of the server's zone."""
    page = await visit(width=width, height=740, timezone_id="Pacific/Kiritimati")
    card = page.get_by_role("region", name="Opening hours")
    there = BEGINS + timedelta(hours=14)
    await expect(card.get_by_role("heading")).to_have_text(re.compile(f"at 0?{there.hour}:{there:%M}$"))
    await expect(card.get_by_role("timer")).to_contain_text("In 1 day 1 hour")
    await expect(page.get_by_role("button", name="Start")).to_have_count(0)
    await expect(page.get_by_role("radio")).to_have_count(0)
    await picture(page, f"closed-{width}")
    await no_serious_findings(page, "closed")


async def test_who_starts_all_the_same_is_told(served):
    """Fails without `Closed` in `admit`."""
    stranger = await Stranger(served.address).open()
    await stranger.do("start")
    await stranger.until(lambda: stranger.vars["notice"]["text"] == Closed.sentence, "to be told")
    assert stranger.phase == "idle"
    await stranger.close()
