"""Talking by voice alone: two microphones, no camera, from the start page to the end of the call."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_chat import composer, no_serious_findings, say, start
from tests.browser.test_video import LIVE, WITNESS, camera_off, stats

pytestmark = pytest.mark.browser

KINDS = "() => [...new Set(window.__tracks.map(({ kind }) => kind))].join()"
SIZES = [(360, 740), (1440, 900)]


@pytest.fixture
def heard(visit):
    """Opens pages of visitors who let Whimsy have the microphone and nothing else."""

    async def open_page(**context) -> Page:
        return await visit(script=WITNESS, permissions=["microphone"], **context)

    return open_page


def voice(page: Page):
    return page.get_by_role("region", name="Voice", exact=True)


def press(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


async def choose_voice(page: Page) -> None:
    await page.locator("label", has_text="Voice").click()
    await press(page, "Continue").click()
    async with asyncio.timeout(20):
        while not await page.evaluate(LIVE):
            await asyncio.sleep(0.1)


async def sounds(page: Page, seconds: float = 15) -> None:
    """Sound arrives and is heard."""
    async with asyncio.timeout(seconds):
        before = (await stats(page))["energy"]
        while (await stats(page))["energy"] <= before:
            await asyncio.sleep(0.3)


async def talking(heard, picture=None, **context) -> tuple[Page, Page]:
    one, two = await heard(**context), await heard(**context)
    for page in (one, two):
        await choose_voice(page)
        if picture:
            await picture(page, f"preview-{context['width']}")
        await start(page)
    for page in (one, two):
        await expect(voice(page)).to_have_attribute("data-call", "live", timeout=30_000)
    return one, two


@pytest.mark.parametrize(("width", "height"), SIZES)
async def test_two_hear_each_other_and_no_camera_is_asked_for(heard, picture, width, height):
    """Fails when a search by voice opens a camera, and without `calls` among the limits of a cell."""
    scheme = "dark" if width < 400 else "light"
    one, two = await talking(heard, picture, width=width, height=height, color_scheme=scheme)
    for page in (one, two):
        await sounds(page)
        assert await page.evaluate(KINDS) == "audio"
        await expect(page.get_by_text("You hear each other.")).to_be_visible()
        await expect(page.get_by_role("button", name="Camera off")).to_have_count(0)
    await picture(one, f"call-{width}")
    await no_serious_findings(one, f"voice {width}")
    await say(one, "and by text")
    await expect(two.get_by_role("log")).to_contain_text("and by text")
    await press(one, "Mute").click()
    await expect(two.get_by_text("Their microphone is off.")).to_be_visible()
    await press(one, "Mute").click()
    await press(one, "More").click()
    await expect(one.get_by_label("Microphone", exact=True)).to_be_visible()
    await expect(one.get_by_label("Camera", exact=True)).to_have_count(0)
    await picture(one, f"more-{width}")


async def test_voice_that_was_stopped_can_be_asked_for_again(heard, picture):
    """Fails without the words of voice in the card: it speaks of a camera."""
    one, two = await talking(heard)
    await press(one, "Stop voice").click()
    for page in (one, two):
        await expect(voice(page)).to_have_count(0)
        await camera_off(page)
    await expect(two.get_by_role("log")).to_contain_text("They turned voice off.")
    await one.get_by_role("button", name="Voice").click()
    await expect(two.get_by_text("They’d like to talk by voice.")).to_be_visible()
    await picture(two, "asked")
    await press(two, "Accept").click()
    for page in (one, two):
        await expect(voice(page)).to_have_attribute("data-call", "live", timeout=30_000)
        await sounds(page)
        assert await page.evaluate(KINDS) == "audio"


async def test_the_microphone_stays_on_for_the_next_person_and_goes_off_at_the_start_page(heard):
    """Fails without Microphone in the page of a search, or where it outlasts the last chat."""
    one, two = await talking(heard)
    await two.get_by_role("button", name="Next").first.click()
    await expect(one.get_by_text("They left.").first).to_be_visible()
    await expect(press(one, "Turn off microphone")).to_be_visible()
    assert await one.evaluate(LIVE) == 1
    await press(one, "Back to start").click()
    await expect(one.locator(".hello")).to_be_visible()
    await camera_off(one)
    assert await two.evaluate(LIVE) == 1, "who searches on goes on with it"


async def test_a_microphone_that_is_refused_says_so_before_anybody_is_met(visit):
    """Fails when Start searches though nothing can be heard."""
    page = await visit(script=WITNESS, permissions=[])
    refuse = "async () => { throw new DOMException('no', 'NotAllowedError'); }"
    await page.add_init_script(f"navigator.mediaDevices.getUserMedia = {refuse};")
    await page.reload()
    await page.locator("label", has_text="Voice").click()
    await press(page, "Continue").click()
    await expect(page.get_by_role("region", name="Your microphone")).to_contain_text("keeps your microphone")
    await start(page)
    await asyncio.sleep(1)
    await expect(page.locator(".hello")).to_be_visible()
    await expect(composer(page)).to_have_count(0)


async def test_a_change_from_voice_to_video_opens_the_camera(visit):
    """Fails without `before.mode` in `follow`: the microphone counts as all that was asked for."""
    page = await visit(script=WITNESS, permissions=["camera", "microphone"])
    await choose_voice(page)
    assert await page.evaluate(KINDS) == "audio"
    await page.locator("label", has_text="Video").click()
    await expect(page.get_by_label("Your own picture")).to_be_visible()
    assert await page.evaluate(KINDS) == "audio,video"


async def test_the_microphone_stays_on_while_the_rules_are_read(heard):
    """Fails without Microphone at the door: it goes off there, and they meet in silence."""
    page = await heard(agrees=False)
    await choose_voice(page)
    await start(page)
    await expect(page.get_by_role("heading", name="Before you meet someone")).to_be_visible()
    await expect(page.get_by_text("Nobody hears you yet.")).to_be_visible()
    await asyncio.sleep(1)
    assert await page.evaluate(LIVE) == 1
    await press(page, "I’m 18 or older and I agree").click()
    await expect(page.get_by_text("Looking for someone")).to_be_visible()
    await asyncio.sleep(1)
    assert await page.evaluate(LIVE) == 1
