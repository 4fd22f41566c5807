"""`/way` and the headers of each kind of answer, at the gate alone."""

from __future__ import annotations

import json
import logging

import pytest

from whimsy.edge.gate import Gate
from whimsy.edge.headers import relative
from whimsy.edge.kept import kept_parts
from whimsy.settings import Settings
from whimsy.visitors.address import Addresses

HOME = "https://whimsy.example"


def gate(tmp_path, ready=True, **changes) -> Gate:
    async def behind(_scope, _receive, send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    settings = Settings().model_copy(update={"public_url": HOME, "production": True, **changes})
    return Gate(behind, settings, Addresses("k" * 32, 0), tmp_path, lambda: ready)


async def ask(asked, path="/way", origin=HOME, *more) -> tuple[int, dict[bytes, bytes], bytes]:
    sent = []

    async def send(message) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": path, "query_string": f"from={origin}".encode(),
        "headers": [(b"host", b"whimsy.example"), *more],
        "client": ("192.0.2.1", 1), "asgi": {"spec_version": "2.4"},
    }  # fmt: skip
    await asked(scope, None, send)
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1].get("body", b"")


async def way(asked, origin=HOME) -> dict[str, str]:
    return json.loads((await ask(asked, "/way", origin))[2])


async def test_a_free_way(tmp_path):
    assert await way(gate(tmp_path)) == {"way": "free", "home": ""}
    _, headers, _ = await ask(gate(tmp_path))
    assert headers[b"content-type"] == b"application/json" and headers[b"cache-control"] == b"no-store"
    assert headers[b"access-control-allow-origin"] == b"*", "a page at the wrong address has to know"


@pytest.mark.parametrize("origin", ["https://www.whimsy.example", "http://192.0.2.7", "nonsense", "%F0%9F"])
async def test_another_origin_is_told_the_right_one(tmp_path, origin):
    assert await way(gate(tmp_path), origin) == {"way": "origin", "home": HOME}


async def test_a_process_that_drains_or_is_full(tmp_path):
    assert (await way(gate(tmp_path, ready=False)))["way"] == "unready"
    assert (await way(gate(tmp_path, sockets_per_process=0)))["way"] == "full"


async def test_a_handshake_without_upgrade_is_remembered_and_logged_once(tmp_path, caplog):
    """Fails without `cut` in gate.py."""
    asked = gate(tmp_path)
    with caplog.at_level(logging.WARNING):
        assert (await ask(asked, "/_event/"))[0] == 426
        assert (await way(asked))["way"] == "free", "without a key it is no handshake"
        for _ in range(3):
            assert (await ask(asked, "/_event/", HOME, (b"sec-websocket-key", b"x")))[0] == 426
    assert (await way(asked))["way"] == "cut"
    assert [record.getMessage() for record in caplog.records] == [
        "sockets refused: 1 cut (they came without Upgrade; the proxy in front must pass it on)"
    ]


@pytest.mark.parametrize(
    ("location", "told"),
    [
        (b"http://whimsy.example/rules/", b"/rules/"),
        (b"http://whimsy.example", b"/"),
        (b"http://elsewhere.example/x", b"http://elsewhere.example/x"),
        (b"http://whimsy.example//elsewhere.example/", b"/elsewhere.example/"),
        (b"http://whimsy.example/\\/elsewhere.example/", b"/elsewhere.example/"),
        (b"/rules/", b"/rules/"),
    ],
)
def test_a_redirect_to_ourselves_is_relative(location, told):
    assert relative(location, [b"whimsy.example"]) == told


@pytest.mark.parametrize(
    ("headers", "location", "told"),
    [
        ([(b"host", b"whimsy.example")], b"http://whimsy.example//rules/", b"/rules/"),
        ([], b"http://10.0.0.7:3000/rules/", b"/rules/"),
        ([], b"http://10.0.0.7/rules/", b"/rules/"),
        ([], b"http://elsewhere.example/", b"http://elsewhere.example/"),
    ],
)
async def test_a_redirect_of_the_application_is_made_relative_at_the_gate(tmp_path, headers, location, told):
    """Fails without `relative` in gate.py, or without `server` in its `_hosts`: HTTP/1.0 needs no Host."""

    async def behind(_scope, _receive, send) -> None:
        await send({"type": "http.response.start", "status": 307, "headers": [(b"location", location)]})
        await send({"type": "http.response.body", "body": b""})

    asked, sent = Gate(behind, Settings(), Addresses("k" * 32, 0), tmp_path), []

    async def send(message) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": "//rules", "query_string": b"", "headers": headers,
        "client": ("192.0.2.1", 1), "server": ("10.0.0.7", 3000), "asgi": {"spec_version": "2.4"},
    }  # fmt: skip
    await asked(scope, None, send)
    assert dict(sent[0]["headers"])[b"location"] == told


async def test_a_hashed_file_of_any_kept_build_is_served(tmp_path):
    """Fails without `_find` in kept.py: a page of two builds lacks a part."""
    for build, part in (("old", "a-00000000.js"), ("new", "b-11111111.js")):
        (tmp_path / build / "build" / "client" / "assets").mkdir(parents=True)
        (tmp_path / build / "build" / "client" / "assets" / part).write_text(build)

    async def behind(_scope, _receive, send) -> None:
        await send({"status": 404, "headers": []})
        await send({"body": b""})

    served = kept_parts(tmp_path / "old" / "build" / "client", tmp_path)(behind)
    assert (await ask(served, "/assets/b-11111111.js"))[0] == 200
    for path in (
        "/assets/a-00000000.js",
        "/assets/c-22222222.js",
        "/assets/../b-11111111.js",
        "/b-11111111.js",
    ):
        assert (await ask(served, path))[0] == 404  # its own it leaves to the application
