"""Whatever can be pressed answers within three seconds: by an effect that can be noticed, or by a sentence.

Every control of every phase is pressed on the served app, with its real headers, by somebody whose browser
allows the camera, and by somebody whose browser refuses it. Which controls there are is read off the page.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_chat import choose_video, composer, pair, say, start
from tests.browser.test_video import agree, call

pytestmark = pytest.mark.browser

WITHIN = 3.0
"""Seconds until somebody who pressed something takes it for broken."""
SLACK = 12.0
"""Seconds a busy machine is given on top; what does nothing does nothing in fifteen seconds either."""
SCRIPT = Path(__file__).with_name("controls.js").read_text()
NOT_OURS = {"a: Source"}
"""Leads to the sources, which may be anywhere."""
Reach = Callable[[Callable[..., Awaitable[Page]]], Awaitable[Page]]


@pytest.fixture
def open_page(visit, allowed) -> Callable[..., Awaitable[Page]]:
    """Opens pages of browsers that allow the camera and the microphone, or refuse both."""

    async def opened(**context) -> Page:
        devices = ["camera", "microphone"] if allowed else []
        page = await visit(script=SCRIPT, permissions=devices, **context)
        if not allowed:
            session = await page.context.new_cdp_session(page)
            for name in ("camera", "microphone"):
                await session.send(
                    "Browser.setPermission", {"permission": {"name": name}, "setting": "denied"}
                )
        opened.pages.append(page)
        return page

    opened.pages = []
    return opened


async def landing(open_page) -> Page:
    return await open_page()


async def landing_for_video(open_page) -> Page:
    page = await open_page()
    await choose_video(page)
    return page


async def door(open_page) -> Page:
    page = await open_page(agrees=False)
    await start(page)
    await expect(page.get_by_role("heading", name="Before you meet someone")).to_be_visible()
    return page


async def search(open_page) -> Page:
    page = await open_page()
    await start(page)
    await expect(page.get_by_text("Looking for someone")).to_be_visible()
    return page


async def chat(open_page) -> Page:
    one, two = await pair(open_page)
    await say(two, "hello")
    await expect(one.get_by_role("log")).to_contain_text("hello")
    return one


async def chat_with_the_sheet(open_page) -> Page:
    page = await chat(open_page)
    await page.get_by_role("button", name="Report or block").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    return page


async def chat_with_an_offer(open_page) -> Page:
    one, two = await pair(open_page)
    await agree(two, "Video")
    await two.get_by_role("button", name="Continue", exact=True).click()
    await expect(one.get_by_role("button", name="Accept")).to_be_visible()
    return one


async def ended(open_page) -> Page:
    one, two = await pair(open_page)
    await composer(two).press("Escape")
    await composer(two).press("Escape")
    await expect(one.get_by_role("button", name="Back to start")).to_be_visible()
    return one


async def live_call(open_page) -> Page:
    one, _ = await call(open_page)
    return one


async def live_call_with_more(open_page) -> Page:
    page = await live_call(open_page)
    await page.get_by_role("button", name="More", exact=True).click()
    await expect(page.get_by_role("group", name="More about this video")).to_be_visible()
    return page


def page_of_words(path: str) -> Reach:
    async def reach(open_page) -> Page:
        page = await open_page()
        await page.goto(f"{page.url.rstrip('/')}/{path}")
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page

    return reach


PHASES: dict[str, Reach] = {
    "landing": landing,
    "landing for video": landing_for_video,
    "door": door,
    "search": search,
    "chat": chat,
    "sheet": chat_with_the_sheet,
    "offer": chat_with_an_offer,
    "ended": ended,
    "more": live_call_with_more,
    "appeal": page_of_words("appeal"),
    "rules": page_of_words("rules"),
}
WITHOUT_A_CAMERA = ("landing for video", "chat", "search")
"""Where it matters that the browser refuses it."""


LAST = ("Sound only", "Camera off", "Stop", "Next", "Report", "Back", "a:")
"""After these a phase is another, or has fewer controls: pressed last, they cost the fewest meetings."""


async def settled(page: Page) -> str:
    """What can be noticed, once it has stopped changing by itself."""
    before = await page.evaluate("__noticed()")
    for _ in range(50):
        await asyncio.sleep(0.25)
        now = await page.evaluate("__noticed()")
        if now == before:
            return now
        before = now
    raise AssertionError(f"never comes to rest: {before}")


async def press(page: Page, name: str) -> None:
    kind = await page.evaluate("name => __press(name)", name)
    target = page.locator("[data-pressed]")
    if kind in ("textarea", "input text", "input search", "input password"):
        await target.fill("7")
    elif kind == "select":
        options = await target.locator("option").evaluate_all("all => all.map(one => one.value)")
        now = await target.input_value()
        await target.select_option(next(one for one in options if one != now))
    else:
        await target.click(timeout=5000)


async def answers(page: Page, before: str) -> bool:
    """Whether something that can be noticed came of it."""
    deadline = time.monotonic() + WITHIN + SLACK
    pages = len(page.context.pages)
    while time.monotonic() < deadline:
        try:
            if len(page.context.pages) != pages or await page.evaluate("__noticed()") != before:
                return True
        except Exception as error:  # it went to another page meanwhile
            if "navigat" in str(error).lower() or "destroyed" in str(error).lower():
                return True
            raise
        await asyncio.sleep(0.05)
    return False


@pytest.mark.parametrize(
    ("phase", "allowed"), [(phase, True) for phase in PHASES] + [(phase, False) for phase in WITHOUT_A_CAMERA]
)
@pytest.mark.timeout(240)
async def test_every_control_answers(open_page, phase):
    """Fails with `display-capture=()`, or with a video button that swallows what went wrong."""
    reach, done, silent = PHASES[phase], set(NOT_OURS), []
    page = None
    while True:
        page = page or await reach(open_page)
        await settled(page)
        await page.evaluate("document.fullscreenElement && document.exitFullscreen()")
        left = [name for name in await page.evaluate("__controls()") if name not in done]
        left.sort(key=lambda name: any(word in name for word in LAST))
        if not left:
            break
        done.add(left[0])
        before = await settled(page)
        await press(page, left[0])
        if not await answers(page, before):
            silent.append(left[0])
        elif await settled(page) and not set(left) <= {
            *await page.evaluate("window.__controls?.() ?? []"),
            *done,
        }:
            while open_page.pages:
                await open_page.pages.pop().context.close()
            page = None
    assert len(done) > len(NOT_OURS)
    assert silent == []
