"""The start page names its picture by the whole address, where the server knows its own."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest

from whimsy.edge.card import card

URL = "https://whimsy.example"
PAGE = '<meta content="/screenshot.png" property="og:image"/><p>hello</p>'
NAMED = f'<meta content="{URL}/screenshot.png" property="og:image"/><p>hello</p>'


@pytest.fixture
def pages(tmp_path) -> Path:
    (tmp_path / "index.html").write_text(PAGE)
    return tmp_path


async def _inner(_scope, _receive, send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"inner"})


async def ask(pages: Path, url: str = URL, path: str = "/", method: str = "GET", **headers: str):
    """Status, headers and body of an answer. headers: of the request, with _ for -."""
    said: list[dict] = []

    async def send(message: dict) -> None:
        said.append(message)

    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "path": path, "method": method, "headers": named}
    await card(pages, url)(_inner)(scope, None, send)
    told = {name.decode(): value.decode() for name, value in said[0]["headers"]}
    return said[0]["status"], told, said[1]["body"]


async def test_the_start_page_names_its_picture_by_its_whole_address(pages):
    status, headers, body = await ask(pages)
    assert (status, body.decode()) == (200, NAMED)
    assert headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("accepted", "unpack"), [("gzip, deflate, br, zstd", brotli.decompress), ("gzip", gzip.decompress)]
)
async def test_it_comes_packed_as_it_is_asked_for(pages, accepted, unpack):
    _, headers, body = await ask(pages, accept_encoding=accepted)
    assert unpack(body).decode() == NAMED
    assert headers["vary"] == "Accept-Encoding" and headers["content-encoding"] in accepted


async def test_who_has_it_is_not_sent_it_again(pages):
    etag = (await ask(pages))[1]["etag"]
    status, headers, body = await ask(pages, if_none_match=etag)
    assert (status, body, headers["etag"]) == (304, b"", etag)
    assert (await ask(pages, if_none_match='"another"'))[0] == 200


async def test_everything_else_is_passed_on(pages, tmp_path):
    assert (await ask(pages, path="/rules/"))[2] == b"inner"
    assert (await ask(pages, method="POST"))[2] == b"inner"
    assert (await ask(pages, url=""))[2] == b"inner", "a server that does not know its address"
    assert (await ask(tmp_path / "nowhere"))[2] == b"inner", "without a build, as in development"
