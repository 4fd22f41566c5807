"""What a phone does beside the page: it trembles for a new stranger, and stays on during a call."""

from __future__ import annotations

import functools

import pytest
from playwright.async_api import expect

from tests.browser.test_chat import composer, start
from tests.browser.test_video import WITNESS, call, stage

pytestmark = pytest.mark.browser
TREMBLES = "Navigator.prototype.vibrate = (ms) => { (window.trembled ??= []).push(ms); return true; };"
LOCKS = """{
  const { request } = WakeLock.prototype;
  WakeLock.prototype.request = async function (kind) {
    const lock = await request.call(this, kind);
    (window.locks ??= []).push(lock);
    return lock;
  };
}"""
HELD = "() => (window.locks ?? []).map(({ type, released }) => [type, released])"


async def test_a_phone_trembles_when_somebody_was_found_and_not_after_a_reload(visit):
    """Fails without `useHaptic`, or when a reloaded chat counts as found."""
    one, two = await visit(script=TREMBLES), await visit()
    await start(one)
    await start(two)
    await expect(composer(one)).to_be_visible()
    assert await one.evaluate("() => window.trembled") == [30]
    await one.reload()
    await expect(composer(one)).to_be_visible()
    assert await one.evaluate("() => window.trembled ?? []") == []


async def test_the_screen_stays_on_during_a_call_and_no_longer(visit):
    """Fails without `awake`, or when the security header forbids it."""
    seeing = functools.partial(
        visit, script=WITNESS + LOCKS, permissions=["camera", "microphone", "screen-wake-lock"]
    )
    one, other = await call(seeing)
    await one.wait_for_function("() => window.locks?.length")
    assert await one.evaluate(HELD) == [["screen", False]]
    await one.get_by_role("button", name="Stop video").click()
    await expect(stage(one)).to_be_hidden()
    for page in (one, other):
        await page.wait_for_function("() => window.locks.every(({ released }) => released)")
        assert await page.evaluate(HELD) == [["screen", True]]
