"""Whatever can be pressed answers within three seconds: by an effect that can be noticed, or by a sentence.

Every control of every phase is pressed on the served app, with its real headers, by somebody whose browser
allows the camera, and by somebody whose browser refuses it. Which controls there are is read off the page.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.test_chat import choose_video, say, start
from tests.browser.test_video import stage
from tests.browser.test_voice import voice
from tests.field.test_captions import RECOGNITION
from tests.field.test_question import ask, discuss
from tests.field.walk import NOT_OURS, SCRIPT, Walk
from whimsy.stranger.page import Page as Stranger

pytestmark = pytest.mark.browser

BOTH = ("camera", "microphone")
LAST = ("Sound only", "Camera off", "Stop", "Next", "Report", "Back", "Accept", "Not now", "block", "a:")
"""After these a phase is another, or has fewer controls: pressed last, they cost the fewest meetings."""
LEAVES = ("Close", "Cancel", "Stay with text", "Take back", "Stop searching", "OK")
"""They bring the phase back that another control left."""


class People:
    """Those who take part in a phase: the one who presses, and whoever they meet."""

    def __init__(self, visit, address: str, devices: tuple[str, ...]) -> None:
        self._visit, self._address, self._devices = visit, address, devices
        self._there: list[Page | Stranger] = []

    async def come(self, **context) -> Page:
        """The one who presses."""
        page = await self.meet(permissions=list(self._devices), **context)
        refused = set(BOTH) - set(self._devices)
        session = refused and await page.context.new_cdp_session(page)
        for name in refused:
            permission = {"permission": {"name": name}, "setting": "denied"}
            await session.send("Browser.setPermission", permission)
        return page

    async def meet(self, permissions: list[str] = list(BOTH), **context) -> Page:  # noqa: B006
        """Somebody in a browser."""
        page = await self._visit(script=SCRIPT + RECOGNITION, permissions=permissions, **context)
        self._there.append(page)
        return page

    async def stranger(self) -> Stranger:
        """Somebody who looks for a chat, and costs no browser."""
        stranger = await Stranger(self._address).open()
        self._there.append(stranger)
        await stranger.do("start")
        return stranger

    async def part(self) -> None:
        """All of them go."""
        there, self._there = self._there, []
        await asyncio.gather(
            *(one.context.close() if isinstance(one, Page) else one.close() for one in there)
        )


@pytest_asyncio.fixture(loop_scope="session")
async def people(visit, served, devices) -> AsyncIterator[People]:
    people = People(visit, served.address, devices)
    yield people
    await people.part()


async def landing(people: People) -> Page:
    return await people.come()


async def landing_for_video(people: People) -> Page:
    page = await people.come()
    await choose_video(page)
    return page


async def landing_for_a_question(people: People) -> Page:
    page = await people.come()
    await page.locator("label.mode", has_text="Question").click()
    await expect(page.get_by_label("What should two strangers talk about?")).to_be_visible()
    return page


async def door(people: People) -> Page:
    page = await people.come(agrees=False)
    await start(page)
    await expect(page.get_by_role("heading", name="Before you meet someone")).to_be_visible()
    return page


async def search(people: People) -> Page:
    page = await people.come()
    await start(page)
    await expect(page.get_by_text("Looking for someone")).to_be_visible()
    return page


async def meeting(people: People) -> tuple[Page, Stranger]:
    page = await search(people)
    stranger = await people.stranger()
    await stranger.until(lambda: stranger.phase == "chatting", "to be paired")
    await stranger.say("hello")
    await expect(page.get_by_role("log")).to_contain_text("hello")
    return page, stranger


async def chat(people: People) -> Page:
    return (await meeting(people))[0]


async def chat_with_the_sheet(people: People) -> Page:
    page = await chat(people)
    await page.get_by_role("button", name="Report or block").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    return page


async def chat_with_an_offer(people: People) -> Page:
    page, stranger = await meeting(people)
    await stranger.do("offer_video", room=stranger.room)
    await expect(page.get_by_role("button", name="Accept")).to_be_visible()
    return page


async def ended(people: People) -> Page:
    page, stranger = await meeting(people)
    await stranger.do("leave", room=stranger.room)
    await expect(page.get_by_role("button", name="Back to start")).to_be_visible()
    return page


async def connected(people: People) -> tuple[Page, Page]:
    """Two who chose video and met in a call, with as much of it as the browser of the first allows."""
    pages = await asyncio.gather(people.come(), people.meet())
    for page in pages:
        await choose_video(page)
        await page.get_by_role("button", name="Continue", exact=True).click()
    for page in pages:
        await expect(page.get_by_role("region", name="Your camera")).to_be_visible()
        await start(page)
    for page in pages:
        await expect(stage(page)).to_have_attribute("data-call", "live", timeout=30_000)
    return pages


async def call_with_more(people: People) -> Page:
    page, _ = await connected(people)
    await page.get_by_role("button", name="More", exact=True).click()
    await expect(page.get_by_role("group", name="More about this video")).to_be_visible()
    return page


async def voice_with_more(people: People) -> Page:
    pages = await asyncio.gather(people.come(), people.meet())
    for page in pages:
        await page.locator("label", has_text="Voice").click()
        await page.get_by_role("button", name="Continue", exact=True).click()
        await expect(page.get_by_role("region", name="Your microphone")).to_be_visible()
        await start(page)
    for page in pages:
        await expect(voice(page)).to_have_attribute("data-call", "live", timeout=30_000)
    await pages[0].get_by_role("button", name="More", exact=True).click()
    await expect(pages[0].get_by_role("group", name="More about this call")).to_be_visible()
    return pages[0]


async def reading_along(people: People) -> Page:
    """Who asked, while two others discuss it."""
    page, *others = await asyncio.gather(people.come(), people.meet(), people.meet())
    await ask(page)
    for other in others:
        await discuss(other)
    await say(others[0], "of course it is")
    await expect(page.locator(".bubble")).to_contain_text("of course it is")
    return page


def page_of_words(path: str) -> Callable[[People], Awaitable[Page]]:
    async def reach(people: People) -> Page:
        page = await people.come(height=4000)  # what lies below the edge is not seen to be there
        await page.goto(f"{page.url.rstrip('/')}/{path}")
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page

    return reach


PHASES: dict[str, tuple[Callable[[People], Awaitable[Page]], str]] = {
    "landing": (landing, ""),
    "landing for video": (landing_for_video, "label: Video"),
    "landing for a question": (landing_for_a_question, "label: Question"),
    "door": (door, "button: Start"),
    "search": (search, "button: Start"),
    "chat": (chat, ""),
    "sheet": (chat_with_the_sheet, "button: Report or block"),
    "offer": (chat_with_an_offer, ""),
    "ended": (ended, ""),
    "call": (call_with_more, "button: More"),
    "voice call": (voice_with_more, "button: More"),
    "reading along": (reading_along, ""),
    "appeal": (page_of_words("appeal"), ""),
    "rules": (page_of_words("rules"), ""),
}
"""How each is reached, and what opens it once more to who has just left it."""
CASES = [
    *((phase, BOTH) for phase in PHASES),
    *((phase, ()) for phase in ("landing for video", "chat", "search")),
    *(("call", (device,)) for device in BOTH),
]
"""Without a camera, a microphone or both, where it matters that the browser refuses them; none, no call."""


@pytest.mark.parametrize(
    ("phase", "devices"), CASES, ids=lambda of: of if isinstance(of, str) else "+".join(of)
)
@pytest.mark.timeout(240)
async def test_every_control_answers(people, phase):
    """Fails with `display-capture=()`, or with a video button that swallows what went wrong."""
    reach, opener = PHASES[phase]
    home = ""

    async def arrive() -> Page:
        nonlocal home
        await people.part()
        page = await reach(people)
        home = page.url
        return page

    async def back(page: Page, lost: set[str]) -> None:
        if page.url != home:
            await page.go_back()
        for name in LEAVES:
            leave = page.get_by_role("button", name=name, exact=True)
            if await leave.count() and await leave.first.is_enabled():
                await leave.first.click(timeout=3000)
        if opener and not lost & set(await page.evaluate("__controls()")):
            kind, name = opener.split(": ")
            if kind == "label":
                await page.locator(kind, has_text=name).click(timeout=3000)
            else:
                await page.get_by_role("button", name=name, exact=True).click(timeout=3000)

    walk = await Walk(arrive, back, LAST).through()
    assert walk.silent == []
    assert len(walk.done) > len(NOT_OURS)
