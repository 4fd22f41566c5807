"""Calls between homes that cannot reach each other: relayed for real, by coturn as it is deployed."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, async_playwright, expect

from tests.browser.test_chat import composer, say, start
from tests.browser.test_video import STATS, WITNESS, flows, stage
from tests.calls import namespaces
from tests.calls.namespaces import HOMES, SERVER, TURN_SECRET, Neighbourhood
from tests.serving import ROOT
from tests.visiting import AGREE, CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(namespaces.missing()), reason=namespaces.missing()),
]

PORT = 3300
ADDRESS = f"http://{SERVER}:{PORT}"

# Keeps every signal that reaches this page, as the wire brought it.
LISTEN = (
    WITNESS
    + """
window.__frames = [];
const RealSocket = window.WebSocket;
window.WebSocket = class extends RealSocket {
  constructor(...all) {
    super(...all);
    this.addEventListener("message", ({ data }) => window.__frames.push(String(data)));
  }
};
"""
)
PAIRS = """async () => {
  const found = [];
  for (const connection of window.__connections) {
    if (connection.connectionState !== "connected") continue;
    const all = await connection.getStats();
    for (const stat of all.values())
      if (stat.type === "transport" && stat.selectedCandidatePairId) {
        const pair = all.get(stat.selectedCandidatePairId);
        const type = (id) => all.get(id).candidateType;
        found.push([type(pair.localCandidateId), type(pair.remoteCandidateId)]);
      }
  }
  return found;
}"""


@pytest.fixture(scope="module")
def where(tmp_path_factory):
    """The neighbourhood with coturn and the app in it."""
    data = tmp_path_factory.mktemp("relayed")
    environment = {
        **os.environ, "WHIMSY_DATA_DIR": str(data), "WHIMSY_HOST": "0.0.0.0", "WHIMSY_PORT": str(PORT),
        "WHIMSY_COOLDOWN": "0", "WHIMSY_TURN_URLS": f"turn:{SERVER}:3478?transport=udp",
        "WHIMSY_TURN_SECRET": TURN_SECRET,
    }  # fmt: skip
    with namespaces.neighbourhood() as made, namespaces.coturn(made), (data / "log").open("w") as log:
        server = subprocess.Popen(
            made.inside("s", sys.executable, "-m", "whimsy"),
            cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        ping = f"import urllib.request as u; u.urlopen('{ADDRESS}/ping', timeout=2)"
        ask = made.inside("a", sys.executable, "-c", ping)
        deadline = time.monotonic() + 120
        while subprocess.run(ask, capture_output=True, check=False).returncode:
            assert time.monotonic() < deadline, (data / "log").read_text()
            time.sleep(0.3)
        yield made
        server.terminate()
        server.wait(timeout=20)


@pytest_asyncio.fixture(loop_scope="session")
async def homes(where: Neighbourhood, tmp_path: Path) -> AsyncIterator[tuple[Page, Page]]:
    """A visitor in each home, in a call that was offered and accepted."""
    async with async_playwright() as playwright:
        pages = []
        for home in HOMES:
            browser = await playwright.chromium.launch(
                executable_path=where.browser(home, tmp_path),
                # A camera needs a secure page; there is no certificate between test homes.
                args=[*CHROMIUM, f"--unsafely-treat-insecure-origin-as-secure={ADDRESS}"],
            )
            context = await browser.new_context(permissions=["camera", "microphone"], locale="en-GB")
            await context.add_init_script(AGREE)
            page = await context.new_page()
            await page.add_init_script(LISTEN)
            await page.goto(ADDRESS)
            await start(page)
            await expect(page.locator(".search, .chat")).to_be_visible()
            pages.append(page)
        one, two = pages
        await expect(composer(one)).to_be_visible(timeout=15_000)
        await one.get_by_role("button", name="Video", exact=True).click()
        await two.get_by_role("button", name="Accept").click()
        for page in pages:
            await expect(stage(page)).to_have_attribute("data-call", "live", timeout=30_000)
        yield one, two


async def test_both_sides_are_relayed_and_neither_learns_the_others_address(homes):
    for page, (home, other) in zip(homes, (("a", "b"), ("b", "a")), strict=True):
        await flows(page)
        assert await page.evaluate(PAIRS) == [["relay", "relay"]]
        frames = await page.evaluate("window.__frames")
        signals = [json.loads(f[f.index("[") :])[1] for f in frames if '/whimsy,["signal"' in f]
        kinds = {signal["kind"] for signal in signals}
        assert {"description", "candidate"} <= kinds, "the page was listening"
        assert not [address for address in HOMES[other] if address in "\n".join(frames)]
        # Reflex tells each page its own address, but in no signal is there even that.
        told = json.dumps(signals)
        assert HOMES[home][0] not in told
        assert SERVER in told, "only the relay's address is named"


async def test_a_cut_of_eight_seconds_comes_back_without_a_click(homes, where):
    one, two = homes
    await flows(one)
    where.cut("b")
    await asyncio.sleep(8)
    where.mend("b")
    for page in (one, two):
        await flows(page, seconds=20)
        await expect(stage(page)).to_have_attribute("data-call", "live", timeout=30_000)
    await say(one, "there you are")
    await expect(two.get_by_role("log")).to_contain_text("there you are")


async def test_ten_percent_of_loss_does_not_end_the_picture(homes, where):
    one, _ = homes
    where.lose("a", 10)
    try:
        for _ in range(3):
            await flows(one, seconds=20)
        assert (await one.evaluate(STATS))["open"] == 1
    finally:
        where.mend("a")
