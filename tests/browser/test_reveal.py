"""A call by steps in two browsers: voices, then blurred, then clear pictures, each step when both want it."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.test_chat import no_serious_findings, pair
from tests.browser.test_video import agree, flows, seeing, stage, stats  # noqa: F401  (a fixture)

pytestmark = pytest.mark.browser
WIDTH = "video => video.videoWidth"


def by_steps(page: Page) -> Locator:
    return page.get_by_role("checkbox", name=re.compile("By steps"))


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


async def width(page: Page, least: int, most: int) -> None:
    """Their picture arrives in a width between these."""
    theirs = page.get_by_label("Their picture")
    async with asyncio.timeout(20):
        while not least <= await theirs.evaluate(WIDTH) <= most:
            await asyncio.sleep(0.1)


async def stepping(seeing, **other) -> tuple[Page, Page]:  # noqa: F811
    """A call for which the first has chosen to go by steps, and the second nothing."""
    one, two = await pair(seeing, **other)
    await agree(one, "Video")
    await button(one, "Continue").click()
    await by_steps(one).check()
    await expect(one.locator(".consent")).to_contain_text("They hear you once they accept.")
    await agree(two, "Accept")
    await button(two, "Continue").click()
    for page in (one, two):
        await expect(stage(page)).to_have_attribute("data-call", "live", timeout=30_000)
    return one, two


async def hears(page: Page) -> None:
    before = (await stats(page))["energy"]
    async with asyncio.timeout(15):
        while (await stats(page))["energy"] <= before:
            await asyncio.sleep(0.2)


async def test_two_show_each_other_one_step_after_the_other(seeing, picture):  # noqa: F811
    """Fails without `limit` in media_core.js: the pictures flow from the start."""
    one, two = await stepping(seeing, width=360, height=740, color_scheme="dark")
    for page in (one, two):
        await expect(stage(page)).to_contain_text("You hear each other.")
        await hears(page)
        assert (await stats(page))["frames"] == 0, "nothing was sent that could be seen"
        await expect(page.get_by_role("button", name="Share screen")).to_have_count(0)
    await expect(one.locator(".own-card")).to_contain_text("Not sent yet.")
    await expect(button(two, "Show blurred pictures")).to_have_count(0)
    for page, name in ((one, "voices"), (two, "voices-phone")):
        await picture(page, name)
    await no_serious_findings(one, "voices")

    await button(one, "Show blurred pictures").click()
    for page in (one, two):
        await width(page, 8, 60)
        await expect(stage(page)).to_contain_text("You see each other blurred.")
        await flows(page)
    for page, name in ((one, "blurred"), (two, "blurred-phone")):
        await picture(page, name)
    await no_serious_findings(two, "blurred")

    await button(one, "Show clear pictures").click()
    for page in (one, two):
        await width(page, 320, 2_000)
    await expect(stage(one)).to_have_attribute("data-remote", "shown")
    await expect(stage(two)).to_have_attribute("data-remote", "blurred")
    await button(two, "Show").click()
    await expect(stage(two)).to_have_attribute("data-remote", "shown")


async def test_a_step_needs_both_and_a_reload_goes_on_where_they_were(seeing):  # noqa: F811
    """Fails when the tab does not keep its level: after the reload it would be seen again, or not at all."""
    one, two = await pair(seeing)
    await agree(one, "Video")
    await button(one, "Continue").click()
    await by_steps(one).check()
    await expect(button(two, "Accept")).to_be_visible()
    await by_steps(two).check()
    await agree(two, "Accept")
    await button(two, "Continue").click()
    await button(one, "Show blurred pictures").click()
    await expect(stage(one)).to_contain_text("They see that you’d like blurred pictures.")
    await expect(stage(two)).to_contain_text("They’d like blurred pictures.")
    await hears(two)
    assert [(await stats(page))["frames"] for page in (one, two)] == [0, 0]
    await button(two, "Show blurred pictures").click()
    for page in (one, two):
        await width(page, 8, 60)
    await two.reload()
    for page in (one, two):
        await expect(stage(page)).to_have_attribute("data-call", "live", timeout=30_000)
        await width(page, 8, 60)
        await expect(button(page, "Show clear pictures")).to_be_visible()
