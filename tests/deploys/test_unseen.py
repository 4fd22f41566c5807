"""Two people in two browsers while every server process is replaced: they see and hear nothing of it."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.browser.test_chat import bubbles, composer, pair, say
from tests.browser.test_video import call, flows, seeing  # noqa: F401 (fixture)
from tests.deploys.conftest import tell
from tests.serving import Served
from tests.soak.gauges import workers
from tests.visiting import chromium, visit  # noqa: F401 (fixtures)

pytestmark = [pytest.mark.browser, pytest.mark.served, pytest.mark.timeout(240)]

WATCH = """() => {
window.__seen = [];
const look = () => {
  const sight = [
    document.querySelector(".whimsy").dataset.phase,
    document.querySelector(".whimsy").dataset.away,
    document.activeElement.tagName,
    document.querySelectorAll("[role=log] .row:not(.typing)").length,
    document.querySelector(".banner")?.textContent ?? "",
  ].join(" ");
  if (window.__seen.at(-1) !== sight) window.__seen.push(sight);
  requestAnimationFrame(look);
};
look();
}"""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    server = Served(tmp_path / "data", workers=2, cooldown=0)
    yield server.wait()
    server.stop()


async def restart(server: Served, pages: tuple[Page, Page], meanwhile: Callable[[], Awaitable[None]]) -> None:
    """Replace all processes, until both pages have changed to another and nothing old is left."""
    moved: list[Page] = []
    for page in pages:
        page.on("websocket", lambda _socket, page=page: moved.append(page))
    old = workers(server.process.pid)
    tell(server, signal.SIGHUP)
    try:
        async with asyncio.timeout(180):
            while any(worker.is_running() for worker in old) or set(moved) != set(pages):
                await meanwhile()
                await asyncio.sleep(0.3)
    except TimeoutError as late:
        stay = [worker.pid for worker in old if worker.is_running()]
        raise AssertionError(f"old: {stay}, moved: {moved}\n{server.log.read_text()[-3000:]}") from late


async def test_nobody_sees_that_the_process_changed(visit, served):  # noqa: F811
    """Fails without `hold.pass` in Wire.jsx: the chat vanishes for a moment, and one's place in the text.
    Fails without the `draining` return in `arrival.depart`: "Reconnecting…" is shown."""
    one, two = await pair(visit)
    await say(two, "hello")
    await expect_text(one, "hello")
    await composer(one).press_sequentially("half a thought")
    for page in (one, two):
        await page.evaluate(WATCH)
    written = "half a thought"

    async def go_on_writing() -> None:
        nonlocal written
        written += "."
        await composer(one).press_sequentially(".")

    await restart(served, (one, two), go_on_writing)
    for page in (one, two):
        assert len(await page.evaluate("window.__seen")) == 1, await page.evaluate("window.__seen")
    assert await composer(one).input_value() == written
    await composer(one).press("Enter")
    await expect_text(two, written)


async def test_a_call_goes_on_while_the_process_changes(seeing, served):  # noqa: F811
    """Fails without `hold.pass` in Wire.jsx: a page that is loading hangs up."""
    one, two = await call(seeing)
    made = [await page.evaluate("window.__connections.length") for page in (one, two)]
    await restart(served, (one, two), lambda: flows(one, 30))
    for page in (one, two):
        await flows(page, 30)
    assert [await page.evaluate("window.__connections.length") for page in (one, two)] == made


async def expect_text(page: Page, text: str) -> None:
    async with asyncio.timeout(10):
        while text not in await bubbles(page).inner_text():
            await asyncio.sleep(0.05)
