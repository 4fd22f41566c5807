"""T35: that a partner may record cannot be prevented; it is said wherever a camera is about to start."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_chat import choose_video, pair
from tests.serving import ROOMY, Served
from tests.visiting import chromium, picture, visit  # noqa: F401  (fixtures)

pytestmark = [pytest.mark.served, pytest.mark.browser]

WARNING = re.compile(r"could record you|can record you")
PENDING = (
    "navigator.mediaDevices.getUserMedia = () => { window.asked = true; return new Promise(() => {}); };"
)
"""The browser asks and the visitor has not answered: the camera is still off."""
KNOWN = PENDING + "localStorage.setItem('whimsyAddressKnown', 'yes');"


@pytest.fixture(scope="module")
def served(serve) -> Served:
    return serve(**ROOMY)


async def said(page: Page) -> None:
    await expect(page.get_by_text(WARNING).first).to_be_visible()


async def test_the_door_says_so_before_the_first_search(visit):  # noqa: F811
    page = await visit(agrees=False)
    await page.get_by_role("button", name="Start", exact=True).click()
    await expect(page.get_by_role("heading", name="Before you meet someone")).to_be_visible()
    await said(page)


async def test_the_start_says_so_with_the_preview(visit):  # noqa: F811
    """Fails without the words in landing.py."""
    page = await visit(script=KNOWN)
    await choose_video(page)
    await said(page)


async def test_both_sides_of_a_chat_are_told_before_their_camera_starts(visit, picture):  # noqa: F811
    """Fails without the words in Consent.jsx, of the asking side and of the asked."""
    one, two = await pair(lambda **more: visit(script=KNOWN, **more))
    await one.get_by_role("button", name="Video", exact=True).click()
    await expect(one.get_by_text("Your browser asks for your camera")).to_be_visible()
    await said(one)
    await picture(one, "asking")
    await one.wait_for_function("() => window.asked")
    assert not await two.evaluate("window.asked")


async def test_who_is_asked_is_told(visit, picture):  # noqa: F811
    """Fails without the words beside "They’d like to turn on video."."""
    one, two = await pair(
        lambda **more: visit(script="localStorage.setItem('whimsyAddressKnown', 'yes')", **more)
    )
    await one.get_by_role("button", name="Video", exact=True).click()
    await expect(two.get_by_text("They’d like to turn on video.")).to_be_visible()
    await said(two)
    await picture(two, "asked")


async def test_the_first_time_it_is_said_with_what_else_there_is_to_know(visit):  # noqa: F811
    """Fails without the words in Address.jsx."""
    one, _ = await pair(lambda **more: visit(script=PENDING, **more))
    await one.get_by_role("button", name="Video", exact=True).click()
    await expect(one.get_by_role("group", name="Before you turn on video")).to_be_visible()
    await said(one)
    assert not await one.evaluate("window.asked")
