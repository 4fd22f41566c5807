"""T5: a page of somebody else's cannot open a socket here, and nothing is changed by a plain request."""

from __future__ import annotations

import pytest
from websockets.exceptions import InvalidStatus

from tests.security.conftest import fetch, knock
from whimsy.edge.origins import Origins
from whimsy.settings import Settings

pytestmark = pytest.mark.served

PRODUCTION = {
    "https://whimsy.example": True,
    "https://whimsy.example:443": False,
    None: False,
    "": False,
    "null": False,
    "http://whimsy.example": False,
    "https://whimsy.example:8443": False,
    "https://evil.example": False,
    "https://whimsy.example.evil.example": False,
    "https://evilwhimsy.example": False,
    "https://sub.whimsy.example": False,
    "https://whimsy.example@evil.example": False,
    "https://user@whimsy.example": False,
    "https://whimsy.example/": False,
    "https://whimsy.example#": False,
    "https://WHIMSY.example": False,
    "https://whimsy.example:99999": False,
    "https://whimsy.example https://evil.example": False,
    "wss://whimsy.example": False,
    "file://": False,
    "http://localhost:3000": False,
    "http://127.0.0.1": False,
}
DEVELOPMENT = {
    "http://localhost:3000": True,
    "http://localhost:5173": True,
    "http://127.0.0.1:8000": True,
    "http://[::1]:3000": True,
    "http://192.168.1.5:3000": True,  # the page's own host, as a phone on the same network sees it
    None: True,
    "null": False,
    "http://192.168.1.5:3001": False,
    "http://192.168.1.6:3000": False,
    "http://evil.example": False,
    "http://localhost.evil.example": False,
}


@pytest.mark.parametrize(("origin", "allowed"), PRODUCTION.items())
async def test_in_production_only_our_own_pages_open_a_socket(production, origin, allowed):
    """Fails without the call of `Origins.allow` in gate.py."""
    named = {} if origin is None else {"Origin": origin}
    if allowed:
        await (await knock(production, additional_headers=named)).close()
        return
    with pytest.raises(InvalidStatus) as refused:
        await knock(production, additional_headers=named)
    assert refused.value.response.status_code == 403
    assert refused.value.response.body == b""


async def test_two_origins_are_none(production):
    with pytest.raises(InvalidStatus):
        await knock(
            production,
            additional_headers=[("Origin", "https://whimsy.example"), ("Origin", "https://whimsy.example")],
        )


async def test_the_practice_stranger_says_where_it_comes_from_as_a_browser_does(production, browse):
    """Fails without the Origin in page.py: production would let nobody practise."""
    stranger = browse(production)
    assert stranger.origin == production.address
    stranger.origin = "https://whimsy.example"  # as behind the proxy that has the certificate
    await stranger.open()
    assert stranger.phase == "idle"


@pytest.mark.parametrize(("origin", "allowed"), DEVELOPMENT.items())
def test_in_development_this_machine_and_the_pages_own_host_may(origin, allowed):
    headers = [
        (b"host", b"192.168.1.5:3000"),
        *([(b"origin", origin.encode())] if origin is not None else []),
    ]
    assert Origins(Settings()).allow(headers) is allowed


@pytest.mark.parametrize("path", ["/", "/ping", "/whimsy/", "/_event/more", "/_events"])
async def test_there_is_one_socket_and_no_other(production, path):
    with pytest.raises(InvalidStatus) as refused:
        await knock(production, path=path, additional_headers={"Origin": "https://whimsy.example"})
    assert refused.value.response.status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_requests_that_could_change_something_are_refused(production, method):
    """Fails without `_METHODS` in gate.py (some of them are let through by Starlette)."""
    status, headers, body = fetch(production, "/ping", method)
    assert (status, body) == (405, b"")
    assert headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("transport", ["polling", "websocket"])
def test_the_socket_is_no_other_transport(production, transport):
    """Fails without the 426 in gate.py: a plain request would leave a socket of Engine.IO's behind."""
    assert fetch(production, f"/_event/?EIO=4&transport={transport}")[0] == 426


CHUNKED = {"body": iter([b"x"] * 3), "encode_chunked": True, "headers": {"Transfer-Encoding": "chunked"}}


@pytest.mark.parametrize("bodied", [{"body": b"x"}, CHUNKED], ids=["whole", "chunked"])
def test_no_request_has_a_body(production, bodied):
    assert fetch(production, "/ping", **bodied)[0] == 413
    assert fetch(production, "/ping", headers={"Content-Length": "0"})[0] == 200
