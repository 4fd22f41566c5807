"""Who waits is told who else there is: nobody, people they have just met, somebody of their own network."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_chat import composer, no_serious_findings, start
from tests.load.tab import WhimsyTab
from tests.serving import Served
from whimsy.stranger.page import Page as Stranger

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    """Two who met do not meet again, and all but the guests from 127.0.0.2 are of one address."""
    limits = {"widen_interests_after": 600, "cooldown_relaxed_after": 600, "same_address": "later"}
    limits |= {"skips": 2, "skip_wait": 3, "proof_cost": 0}
    server = Served(tmp_path_factory.mktemp("company"), **limits)
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


async def test_two_of_one_household_meet_at_once_if_nobody_else_is_there(visit):
    """Fails without `neighbour` in claim.lua: they sat before two dots for 15 s."""
    one, other = await visit(360, 740), await visit()
    await start(one)
    await expect(one.get_by_text(re.compile("^Nobody else is (here|looking) right now"))).to_be_visible()
    await expect(one.get_by_text(re.compile("^(It is (very )?quiet now|Most people here)"))).to_be_visible(
        timeout=15_000
    )
    await start(other)
    await expect(composer(one)).to_be_visible(timeout=3_000)
    await expect(composer(other)).to_be_visible(timeout=3_000)


async def test_who_waits_beside_somebody_of_their_own_network_is_told_so(visit, served, picture):
    """Fails without "near" in searching.py. The guest from elsewhere looks for what nobody else does."""
    guest = WhimsyTab(served.address, source=("127.0.0.2", 0))
    await guest.open()
    await guest.wish("bellringing")
    await guest.start()
    await guest.until("searching")
    one, other = await visit(360, 740), await visit()
    await start(one)
    await start(other)
    for page in (one, other):
        await expect(page.get_by_text("Someone on your own network is looking, too.")).to_be_visible()
    await picture(one, "near")
    await no_serious_findings(one, "near")
    await guest.close()
    await expect(composer(one)).to_be_visible(timeout=15_000)


async def test_who_waits_is_told_how_many_others_do(visit, served, picture):
    """Fails without `_others` in searching.py."""
    guests = [WhimsyTab(served.address, source=("127.0.0.2", 0)) for _ in range(2)]
    for guest, wish in zip(guests, ("bellringing", "knitting"), strict=True):
        await guest.open()
        await guest.wish(wish)
        await guest.start()
        await guest.until("searching")
    page = await visit(360, 740)
    await page.get_by_label("What do you like?").fill("jazz")
    await page.keyboard.press("Enter")
    await start(page)
    await expect(page.get_by_text("2 others are looking, too.")).to_be_visible()
    await picture(page, "others")
    await guests[0].close()
    await expect(page.get_by_text("Somebody else is looking, too.")).to_be_visible(timeout=60_000)
    await guests[1].close()


async def skip_two(page: Page, served: Served) -> None:
    for _ in range(2):
        stranger = await Stranger(served.address).open()
        await stranger.do("start")
        await expect(composer(page)).to_be_visible()
        await page.get_by_role("button", name="Next").click()
        await stranger.close()


async def test_who_pressed_next_too_often_goes_on_without_another_press(visit, served):
    """Fails without `again` for TooFast: it stranded on a button that refused."""
    page = await visit(360, 740)
    await start(page)
    await skip_two(page, served)
    left = page.get_by_role("timer")
    await expect(left).to_have_text(re.compile(r"^\d+ seconds?$"))
    first = await left.text_content()
    await expect(left).not_to_have_text(first)
    await expect(page.get_by_text("Looking for someone")).to_be_visible(timeout=15_000)


@pytest.mark.parametrize("way", ["Stay here", "Back to start"])
async def test_who_decided_otherwise_meanwhile_stays_where_they_are(visit, served, way):
    """Fails when a search begins that the visitor gave up, without `_decide`."""
    page = await visit()
    await start(page)
    await skip_two(page, served)
    await expect(page.get_by_text("It goes on by itself")).to_be_visible()
    await page.get_by_role("button", name=way).click()
    await expect(page.get_by_text("It goes on by itself")).to_be_hidden()
    there = page.get_by_role("button", name="New" if way == "Stay here" else "Start", exact=True)
    await expect(there).to_be_visible()
    await asyncio.sleep(4)  # longer than the longest wait of this server
    await expect(there).to_be_visible()
