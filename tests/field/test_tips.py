"""Whoever waits reads something useful: one tip after the other, until they turn the pages themselves."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.test_chat import no_serious_findings, start
from whimsy.components.tips.tips import _TIPS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [360, 1280])
async def test_tips_change_by_themselves_until_they_are_turned(visit, picture, width):
    """Fails without the timer in Tips.jsx, without `turned`, or when each search begins with the same one."""
    page = await visit(width=width, height=740)
    await page.clock.install()
    await start(page)
    tip = page.locator(".tip")
    await expect(tip).to_have_text(_TIPS[0])
    await picture(page, f"tip-{width}")
    await no_serious_findings(page, "a tip")
    await page.clock.run_for(12_500)
    await expect(tip).to_have_text(_TIPS[1])
    for shown in (*_TIPS[2:], _TIPS[0]):
        await page.get_by_role("button", name="Another tip").click()
        await expect(tip).to_have_text(shown)
    await page.clock.run_for(60_000)
    await expect(tip).to_have_text(_TIPS[0])
    await page.get_by_role("button", name="Stop searching").click()
    await start(page)
    await expect(tip).to_have_text(_TIPS[1])
