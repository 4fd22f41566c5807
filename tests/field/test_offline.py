"""Without a network a page of ours says so, and it comes back by itself; nothing else is kept."""

from __future__ import annotations

import asyncio
import hashlib
import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_chat import no_serious_findings
from tests.network import Network
from tests.serving import ROOT

KEPT = ["/offline.css", "/offline.html", "/offline.js"]
READY = "async () => Boolean((await navigator.serviceWorker.ready).active)"
CACHED = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname);
  return found.sort();
}"""


def test_another_page_for_being_offline_has_another_name():
    """Fails when a file is changed and the name is not: browsers go on showing the old page."""
    digest = hashlib.sha256(b"".join((ROOT / "assets" / file[1:]).read_bytes() for file in KEPT)).hexdigest()
    named = re.search(r'KEPT = "offline-(\w+)"', (ROOT / "assets" / "service_worker.js").read_text())
    assert named and named[1] == digest[:8]


async def kept(page: Page) -> None:
    assert await page.evaluate(READY)
    assert await page.evaluate(CACHED) == KEPT


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
async def test_a_reload_without_a_network_says_so_and_comes_back(visit, picture, width, scheme):
    """Fails without `keepOfflinePage` in Wire.jsx: the browser shows its own page of an error."""
    page = await visit(width=width, color_scheme=scheme, service_workers="allow")
    await kept(page)
    await page.context.set_offline(True)
    await page.reload()
    await expect(page.get_by_role("heading", name="You are offline.")).to_be_visible()
    await picture(page, f"offline-{width}")
    await no_serious_findings(page, "offline")
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("heading", name="You are offline.")).to_be_visible()
    await page.context.set_offline(False)
    await expect(page.locator(".hello")).to_be_visible()


@pytest.mark.browser
async def test_a_server_that_is_away_is_said_and_waited_for(visit, served):
    """Fails without `look` in offline.js: the visitor has to press again and again."""
    network = Network(served.port)
    async with network:
        page = await visit(address=network.address, service_workers="allow")
        await kept(page)
    await page.goto(f"{network.address}/rules/", wait_until="commit")
    await expect(page.get_by_role("heading", name="Whimsy can’t be reached right now.")).to_be_visible()
    async with network:
        await expect(page.get_by_role("heading", name="Rules", exact=True)).to_be_visible()
        assert page.url.endswith("/rules/")


@pytest.mark.browser
async def test_what_a_proxy_says_of_a_server_that_is_away_is_said_in_our_words(visit, served):
    """Fails without AWAY in service_worker.js: the visitor reads "502 Bad Gateway"."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 3\r\nConnection: close\r\n\r\n502")
        await writer.drain()
        writer.close()

    network = Network(served.port)
    async with network:
        page = await visit(address=network.address, service_workers="allow")
        await kept(page)
    async with await asyncio.start_server(refuse, "127.0.0.1", network.port):
        await page.goto(network.address, wait_until="commit")
        await expect(page.get_by_role("heading", name="Whimsy can’t be reached right now.")).to_be_visible()
    async with network:
        await expect(page.locator(".hello")).to_be_visible()
