"""Chromium on the served app: each visitor is a browser profile of its own."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Error, Page, WebSocket, async_playwright, expect

from tests import markers
from tests.chromium import EXECUTABLE
from tests.serving import ROOMY, ROOT, Served

ARTEFACTS = ROOT / "tests" / "artefacts"
CHROMIUM = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-quic",
    # Its second device captures, but no frame of it reaches the encoder: three, and the third is used. More
    # frames a second would cost more and tell no more; a call with 12 and fewer is said to be poor.
    "--use-fake-device-for-media-stream=device-count=3,fps=15",
    "--use-fake-ui-for-media-stream",
]
AGREE = """
let agreed;
new MutationObserver(() => {
  const go = document.querySelector(".door .go");
  if (go && go !== agreed) (agreed = go).click();
}).observe(document, {childList: true, subtree: true});
"""
"""Most tests are not about the door: their visitors agree as soon as they are asked. Once, as a second press
that comes late begins another search, maybe when the chat of the first has ended."""
SHARP = """
{
  const sharp = new CSSStyleSheet();
  sharp.replaceSync('[data-remote="blurred"] .theirs-picture { filter: none !important }');
  document.adoptedStyleSheets = [sharp];
}
"""
"""Without a graphics card a third of what a call costs is its blur, which one test is about."""
Visit = Callable[..., Awaitable[Page]]
expect.set_options(timeout=15_000)  # a busy machine
_PATIENCE = 10.0
"""Seconds in which a Chromium that is well does whatever it is asked."""


class Shared:
    """A Chromium that is started when it is needed, and anew when it answers no more.

    A start of its own for each test would cost as much as to open a page.
    """

    def __init__(self) -> None:
        self._parts = AsyncExitStack()
        self._browser: Browser | None = None

    async def browser(self) -> Browser:
        if not self._browser or not await self._answers(self._browser):
            await self.close()
            playwright = await self._parts.enter_async_context(async_playwright())
            self._browser = await playwright.chromium.launch(executable_path=EXECUTABLE, args=CHROMIUM)
            self._parts.push_async_callback(self._browser.close)
        return self._browser

    async def close(self) -> None:
        with suppress(Error, TimeoutError):  # it hangs, or has ended already
            async with asyncio.timeout(_PATIENCE):
                await self._parts.aclose()
        self._parts, self._browser = AsyncExitStack(), None

    @staticmethod
    async def _answers(browser: Browser) -> bool:
        with suppress(Error, TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                await (await browser.new_context()).close()
                return True
        return False


@pytest.fixture(scope="session")
def served(tmp_path_factory) -> Iterator[Served]:
    """Two server processes on one embedded Valkey, for all tests that change none of its settings."""
    server = Served(tmp_path_factory.mktemp("browsed"), workers=2, cooldown=0, picture_screen=0, **ROOMY)
    yield server.wait()
    server.stop()


def overhear(socket: WebSocket) -> None:
    """What this page says and is given must be in no log."""
    socket.on("framesent", markers.frame)
    socket.on("framereceived", markers.frame)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared() -> AsyncIterator[Shared]:
    """The Chromium that the tests of this process share."""
    shared = Shared()
    yield shared
    await shared.close()


@pytest_asyncio.fixture(loop_scope="session")
async def chromium(shared: Shared) -> AsyncIterator[Browser]:
    """Chromium for one test, whose profiles end with it."""
    browser = await shared.browser()
    yield browser
    with suppress(Error, TimeoutError):  # a page that a failed test left frozen
        async with asyncio.timeout(_PATIENCE):
            for profile in browser.contexts:
                await profile.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visit(served: Served, chromium: Browser) -> AsyncIterator[Visit]:
    """Open the page as a new visitor; what the browser complains about fails the test.

    Without `service_workers="allow"` there is none, as tests cannot intercept what a page asks of one.
    Without `reduced_motion="no-preference"` nothing moves, as drawing is most of what a waiting page costs.
    """
    complaints: list[str] = []

    async def open_page(
        width: int = 1280,
        height: int = 800,
        address: str = served.address,
        script: str = "",
        agrees: bool = True,
        service_workers: str = "block",
        reduced_motion: str = "reduce",
        **context,
    ) -> Page:
        profile = await chromium.new_context(
            viewport={"width": width, "height": height},
            locale="en-GB",
            service_workers=service_workers,
            reduced_motion=reduced_motion,
            **context,
        )
        await profile.add_init_script(SHARP)
        if agrees:
            await profile.add_init_script(AGREE)
        page = await profile.new_page()
        if script:
            await page.add_init_script(script)
        page.on("websocket", overhear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(f"{message.text} ({message.location['url']})")
                if message.type == "error"
                else None
            ),
        )
        await page.goto(address)
        await page.locator('[data-phase="idle"] .hello').wait_for()
        return page

    yield open_page
    # A cut network is reported by the browser itself; everything else is ours.
    own = re.compile(r"net::ERR_|WebSocket (connection|is already in CLOS)")
    unexpected = [complaint for complaint in complaints if not own.search(complaint)]
    assert unexpected == [], f"the browser complains: {unexpected}"


@pytest.fixture
def picture(request) -> Callable[[Page, str], Awaitable[Path]]:
    """Keep a screenshot among the artefacts of the run."""

    async def take(page: Page, name: str) -> Path:
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        path = ARTEFACTS / f"{request.node.name}-{name}.png".replace("/", "_")
        await page.screenshot(path=path)
        return path

    return take
