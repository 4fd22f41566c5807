"""A visitor chooses light or dark, and keeps it: on every page, in the browser's bars too."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

pytestmark = pytest.mark.browser

GROUND = "getComputedStyle(document.body).backgroundColor"
BARS = "[...document.querySelectorAll('meta[name=theme-color]')].map((meta) => meta.content)"
LIGHT, DARK = "rgb(251, 250, 247)", "rgb(20, 17, 29)"
FIRST = """
  addEventListener("DOMContentLoaded", () => {
    window.first = getComputedStyle(document.documentElement).colorScheme;
  });
"""


async def test_the_choice_of_light_or_dark_is_kept_on_every_page(visit):
    """Fails without `onChoose`, or without `tintBrowser` in Theme.jsx."""
    page = await visit(color_scheme="light", script=FIRST)
    choice = page.get_by_role("combobox", name="Appearance")
    for mode, ground in (("dark", DARK), ("light", LIGHT), ("system", LIGHT), ("dark", DARK)):
        await choice.select_option(mode)
        await page.wait_for_function(f"() => {GROUND} === {ground!r}")
        await page.wait_for_function(f"() => {BARS}.every((color) => color === {ground!r})")
    await page.get_by_role("link", name="Rules").click()
    await expect(choice).to_have_value("dark")
    await page.reload()
    assert await page.evaluate("first") == "dark"
    await expect(choice).to_have_value("dark")
    await page.wait_for_function(f"() => {BARS}.every((color) => color === {DARK!r})")
    await choice.select_option("system")
    await page.emulate_media(color_scheme="dark")
    await page.wait_for_function(f"() => {GROUND} === {DARK!r}")
    await page.emulate_media(color_scheme="light")
    await page.wait_for_function(f"() => {GROUND} === {LIGHT!r}")
