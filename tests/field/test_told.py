"""Every number a person reads is the one that is set."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.async_api import expect

from tests.browser.test_chat import composer, pair, start
from tests.serving import ROOMY, Served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    """A server whose terms are not the ones the front end was built with."""
    server = Served(
        tmp_path_factory.mktemp("told"),
        cooldown=0, evidence_days=7, hold_days=45, reports_days=31, sanctions_days=32, appeals_days=33,
        audit_days=91, blocks_days=34, room_history_days=1, address_hours=6, kept_after_close=180,
        agreed_for=3600, max_graphemes=60, max_interests=2, **ROOMY,
    )  # fmt: skip
    yield server.wait()
    server.stop()


async def test_pages_and_fields_say_what_is_set(visit, served):
    """Fails where a page, the door, the sheet or a script has a number of its own."""
    page = await visit(agrees=False)
    await start(page)
    await expect(page.get_by_text("gone three minutes after a chat ends")).to_be_visible()
    await expect(page.get_by_text("kept for seven days")).to_be_visible()
    for path, told in {
        "privacy": (
            "until three minutes after the chat ended", "how many lines: a day,", "that chat, for seven days",
            "for 45 days at a time", "without those lines: 31 days", "32 days after it ended",
            "answered appeal, 33 days", "blocked: 34 days", "moderators did: 91 days", "of it, for six hours",
            "rules, for an hour",
        ),
        "rules": ("for three minutes after",),
    }.items():  # fmt: skip
        await page.goto(f"{served.address}/{path}")
        for words in told:
            await expect(page.get_by_role("main")).to_contain_text(words)

    one, two = await pair(visit)
    await one.get_by_role("button", name="Report or block").click()
    await one.get_by_text("What we will see").click()
    await expect(one.get_by_text("Kept for seven days.")).to_be_visible()
    await composer(two).fill("a" * 61)
    await composer(two).press("Enter")
    await expect(two.get_by_text("longer than 60 characters")).to_be_visible()
