"""Presses whatever a page offers, one after the other, and looks whether anything comes of it."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from playwright.async_api import Error, Page
from playwright.async_api import TimeoutError as PlaywrightTimeout

WITHIN = 3.0
"""Seconds until somebody who pressed something takes it for broken."""
SLACK = 12.0
"""Seconds a busy machine is given on top; what does nothing does nothing in fifteen seconds either."""
SCRIPT = Path(__file__).with_name("controls.js").read_text()
NOT_OURS = {"a: Source"}
"""Leads to the sources, which may be anywhere."""
_GONE = ("navigat", "destroyed", "not a function", "not defined", "of null")
"""What a browser says when the page it is asked about is another meanwhile."""
Reach = Callable[[], Awaitable[Page]]
Back = Callable[[Page, set[str]], Awaitable[None]]


async def asked(page: Page, question: str, *of: object, seconds: float = 15) -> object:
    """The answer of a page's own script, of the next page if it goes there meanwhile."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return await page.evaluate(question, *of)
        except Error as error:
            if time.monotonic() > deadline or not any(word in str(error).lower() for word in _GONE):
                raise
            await asyncio.sleep(0.05)


async def settled(page: Page) -> str:
    """What can be noticed, once it has stopped changing by itself."""
    return str(await asked(page, "() => __settled()"))


async def controls(page: Page) -> list[str]:
    """What can be pressed."""
    return list(dict.fromkeys(await asked(page, "() => __controls()")))


async def press(page: Page, name: str) -> None:
    """Click it, write into it, or choose from it."""
    target = page.locator("[data-pressed]")
    kind = await page.evaluate("name => __press(name)", name)
    if not kind:
        return  # it went by itself, which is noticed
    if kind in ("textarea", "input text", "input search", "input password"):
        await target.fill("7")
    elif kind == "select":
        options = await target.locator("option").evaluate_all("all => all.map(one => one.value)")
        now = await target.input_value()
        await target.select_option(next(one for one in options if one != now))
    else:
        try:
            await target.click(timeout=15_000)
        except PlaywrightTimeout:
            if await target.count():
                raise
            await press(page, name)  # drawn anew before it was reached


async def answers(page: Page, before: str, pages: int) -> bool:
    """Whether something that can be noticed came of it."""
    deadline = time.monotonic() + WITHIN + SLACK
    while time.monotonic() < deadline:
        if len(page.context.pages) != pages:
            return True
        try:
            if await page.evaluate("__noticed()") != before:
                return True
        except Error as error:  # it went to another page meanwhile
            if any(word in str(error).lower() for word in _GONE):
                return True
            raise
        await asyncio.sleep(0.05)
    return False


class Walk:
    """Every control of a phase.

    reach: opens a page in it. back: tries to bring a page that left it there again, more cheaply, where the
    controls it is given were. last: pressed after all others, as they cost a new page. deep: what a press
    brings is pressed as well, wherever it leads. spared: a pattern of what is not pressed. Afterwards `done`
    has what was pressed, and `silent` what did nothing.
    """

    def __init__(
        self, reach: Reach, back: Back, last: Iterable[str] = (), *, deep: bool = False, spared: str = "(?!)"
    ) -> None:
        self._reach, self._back, self._last, self._deep = reach, back, tuple(last), deep
        self._spared = re.compile(spared)
        self._seen: dict[str, int] = {}
        self._due: set[str] = set()
        self.done: set[str] = set(NOT_OURS)
        self.silent: list[str] = []

    async def through(self) -> Walk:
        """Press all of them."""
        page = await self._reach()
        now, here = await settled(page), await self._here(page)
        first, self._due = set(here), set(here)
        while True:
            for name in here:
                self._seen.setdefault(name, len(self.done))
            if self._deep:
                self._due |= set(here)
            fresh = [name for name in here if name not in self.done]
            lost = self._due - self.done - set(here)
            elsewhere = len(first & set(here)) * 2 < len(first)
            if lost and (not fresh or not self._deep):
                page = await self._again(page, lost)
                now, here = await settled(page), await self._here(page)
                continue
            if not fresh or (elsewhere and not self._deep):
                return self
            name = min(fresh, key=self._turn)
            self.done.add(name)
            pages = len(page.context.pages)
            await press(page, name)
            if not await answers(page, now, pages):
                self.silent.append(name)
            for other in page.context.pages[pages:]:
                await other.close()
            await asked(page, "() => document.fullscreenElement && document.exitFullscreen()")
            now, here = await settled(page), await self._here(page)

    async def _here(self, page: Page) -> list[str]:
        return [name for name in await controls(page) if not self._spared.fullmatch(name)]

    def _turn(self, name: str) -> tuple[bool, int]:
        """What came last is pressed first: it may not stay."""
        return any(word in name for word in self._last), -self._seen[name]

    async def _again(self, page: Page, lost: set[str]) -> Page:
        """The phase once more, by the way back or anew. What is not there any more then is not due."""
        try:
            await self._back(page, lost)
            await settled(page)
            found = lost & set(await self._here(page))
            if found == lost or (self._deep and found):
                return page
        except Error:
            pass  # there is no such way from here
        page = await self._reach()
        await settled(page)
        self._due -= lost - set(await self._here(page))
        return page
