"""A page of an older build than the server's is reloaded once, politely, and the chat goes on."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Error, Route, async_playwright, expect
from playwright.async_api import Page as Tab

from tests.chromium import EXECUTABLE
from tests.deploys.conftest import tell
from tests.serving import Served
from tests.visiting import AGREE, CHROMIUM
from whimsy.stranger.page import Page

pytestmark = [pytest.mark.browser, pytest.mark.served]

COUNT_LOADS = "sessionStorage.loads = 1 + Number(sessionStorage.loads ?? 0)"
NEWER = "A newer version is here"


@pytest_asyncio.fixture(loop_scope="session")
async def tab() -> Tab:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=EXECUTABLE, args=CHROMIUM)
        tab = await chromium.new_page()
        await tab.add_init_script(COUNT_LOADS)
        await tab.add_init_script(AGREE)
        yield tab
        await chromium.close()


def release_next(data_dir: Path, name: str = "feedfacefeedface") -> None:
    """Publish what a build of changed sources would be: another id, and another name for the part with it."""
    builds = data_dir / "builds"
    old = (builds / "current").read_text()
    files = {f: f.read_text() for f in (builds / old).rglob("*") if f.suffix in (".js", ".html")}
    [baked] = [file for file, text in files.items() if file.suffix == ".js" and old in text]
    part = f"part-{name[::-1]}.js"  # a name of its own, without the id
    for file, text in files.items():
        copy = builds / name / file.relative_to(builds / old).with_name(file.name.replace(baked.name, part))
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text.replace(old, name).replace(baked.name, part))
    for file in (builds / old).rglob("*"):
        copy = builds / name / file.relative_to(builds / old)
        if file.is_file() and file.suffix not in (".gz", ".br") and not copy.exists() and file != baked:
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    for file in list((builds / name).rglob("*")):
        if file.suffix in (".js", ".html"):
            file.with_name(file.name + ".gz").write_bytes(gzip.compress(file.read_bytes()))
    (builds / "current").write_text(name)


async def meet(server: Served, tab: Tab) -> Page:
    """A chat between the browser and a stranger, with a line from each."""
    stranger = await Page(server.address).open()
    stranger.keep_open()
    await tab.goto(server.address)
    await tab.get_by_role("button", name="Start", exact=True).click()
    await expect(tab.get_by_text("Looking for someone")).to_be_visible()
    await stranger.do("start")
    await say(tab, "from the browser")
    await stranger.until(lambda: stranger.texts == ["from the browser"], "for the line")
    await stranger.say("from the stranger")
    await expect(tab.get_by_role("log")).to_contain_text("from the stranger")
    return stranger


async def say(tab: Tab, text: str) -> None:
    await tab.get_by_role("textbox", name="Message").fill(text)
    await tab.get_by_role("textbox", name="Message").press("Enter")


async def loads(tab: Tab) -> int:
    return int(await tab.evaluate("sessionStorage.loads"))


async def until_loaded(tab: Tab, times: int, seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while True:
            with contextlib.suppress(Error):  # asked in the middle of a reload
                if await loads(tab) == times:
                    return
            await asyncio.sleep(0.1)


async def test_an_old_page_is_reloaded_once_when_nothing_is_unsent_and_the_chat_goes_on(
    serve: Callable[..., Served], tab: Tab
):
    """Fails without `useNewerBuild` in Wire.jsx (no reload), without `draft` in `disturbs` of build_core.js
    (reloaded while writing), without `before` in its `outdated` (reloaded again)."""
    server = serve()
    stranger = await meet(server, tab)
    room = stranger.room
    await tab.evaluate("Math.random = () => 0")  # what is spread over half a minute happens at once
    await tab.get_by_role("textbox", name="Message").fill("a thought not fin")
    release_next(server.data_dir)
    tell(server, signal.SIGHUP)
    await expect(tab.get_by_text(NEWER)).to_be_visible(timeout=30_000)
    await asyncio.sleep(2)
    assert await loads(tab) == 1
    await say(tab, "a thought, finished")
    await until_loaded(tab, 2)
    await expect(tab.get_by_role("log")).to_contain_text("a thought, finished")
    await stranger.until(lambda: stranger.texts[-1:] == ["a thought, finished"], "for the line")
    await stranger.say("still there?")
    await expect(tab.get_by_role("log")).to_contain_text("still there?")
    shown = await tab.get_by_role("log").inner_text()
    assert [shown.count(text) for text in ("from the browser", "from the stranger", "still there?")] == [
        1,
        1,
        1,
    ]
    await expect(tab.get_by_text(NEWER)).to_have_count(0)
    await asyncio.sleep(2)
    assert await loads(tab) == 2 and stranger.room == room and "left" not in stranger.codes
    await stranger.close()


async def test_a_page_whose_server_never_becomes_what_it_asks_for_is_reloaded_once(
    serve: Callable[..., Served], tab: Tab
):
    """A proxy's stale page, or machines that differ. Fails without `remember` in build.js: it never ends."""
    server = serve()
    builds = server.data_dir / "builds"
    (builds / "next").symlink_to((builds / "current").read_text())  # named otherwise, but the same pages
    stranger = await meet(server, tab)
    await tab.add_init_script("Math.random = (given => () => given() / 1000)(Math.random)")
    await tab.evaluate("Math.random = () => 0")
    (builds / "current").write_text("next")
    tell(server, signal.SIGHUP)
    await until_loaded(tab, 2, 40)
    await expect(tab.get_by_role("log")).to_contain_text("from the stranger")
    await asyncio.sleep(4)
    assert await loads(tab) == 2
    await stranger.close()


async def test_a_part_that_is_no_longer_served_brings_the_new_page(serve: Callable[..., Served], tab: Tab):
    """Fails without the `vite:preloadError` listener in build.js."""
    server = serve()
    asked = 0

    async def gone_once(route: Route) -> None:
        nonlocal asked
        asked += 1
        await (route.fulfill(status=404, body="") if asked == 1 else route.continue_())

    await tab.route("**/assets/Composer-*.js", gone_once)
    stranger = await Page(server.address).open()
    await tab.goto(server.address)
    await tab.get_by_role("button", name="Start", exact=True).click()
    await stranger.do("start")
    await stranger.until(lambda: stranger.phase == "chatting", "to be paired")
    await until_loaded(tab, 2)
    await say(tab, "here I am")
    await stranger.until(lambda: stranger.texts == ["here I am"], "for the line")
    await stranger.close()
