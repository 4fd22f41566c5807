"""The gate, by itself: who reaches the application, and what the others are told."""

from __future__ import annotations

import pytest

from whimsy.edge.gate import Gate
from whimsy.settings import Settings
from whimsy.visitors.address import Addresses

HOME = "https://whimsy.example"
SETTINGS = Settings(sockets_per_address=2, sockets_per_process=3, socket_rate=1e6).model_copy(
    update={"public_url": HOME, "production": True}
)


class House:
    """A gate, and the application behind it, which does what a test says with each socket."""

    def __init__(self, pages, does=None) -> None:
        self.reached: list[dict] = []
        self.does = does
        self.gate = Gate(self.app, SETTINGS, Addresses("k" * 32, 0), pages)

    async def app(self, scope, receive, send) -> None:
        self.reached.append(scope)
        if self.does:
            await self.does(scope, receive, send)
        elif scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})

    async def asked(
        self, kind="http", path="/", method="GET", of="192.0.2.1", extensions=None, says=None, **headers
    ):
        """All that is sent to who asks, and says nothing else than `says`."""
        sent = []

        async def send(message) -> None:
            sent.append(message)

        async def receive():
            return {"type": f"{kind}.receive", "text": says} if says else {"type": f"{kind}.disconnect"}

        scope = {
            "type": kind, "path": path, "client": (of, 1), "query_string": b"",
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
            "extensions": {"websocket.http.response": {}} if extensions is None else extensions,
        }  # fmt: skip
        await self.gate({**scope, "method": method} if kind == "http" else scope, receive, send)
        return sent

    async def knocked(self, origin=HOME, **asked) -> tuple[int, dict[bytes, bytes]]:
        """The status and headers a refused handshake gets."""
        start, body = await self.asked("websocket", **{"path": "/_event/", "origin": origin, **asked})
        assert start["type"] == "websocket.http.response.start" and body["body"] == b""
        return start["status"], dict(start["headers"])


async def test_a_page_of_ours_gets_through_with_its_address_and_a_way_to_be_sent_off(tmp_path):
    async def does(scope, receive, send) -> None:
        await scope["whimsy.hang_up"]("enough")

    house = House(tmp_path, does)
    sent = await house.asked("websocket", "/_event", origin=HOME)
    assert sent == [{"type": "websocket.close", "code": 1008, "reason": "enough"}]
    [scope] = house.reached
    assert scope["whimsy.address"] and "192.0.2.1" not in scope["whimsy.address"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [({"origin": "https://elsewhere.example"}, 403), ({"path": "/"}, 404), ({"path": "/_event/more"}, 404)],
)
async def test_another_page_or_path_does_not_reach_the_application(tmp_path, asked, status):
    house = House(tmp_path)
    told, headers = await house.knocked(**asked)
    assert told == status and headers[b"connection"] == b"close" and b"content-security-policy" in headers
    assert house.reached == []


async def test_a_server_that_cannot_answer_a_handshake_with_a_status_closes_it(tmp_path):
    house = House(tmp_path)
    sent = await house.asked("websocket", "/_event", extensions={}, origin="https://elsewhere.example")
    assert sent == [{"type": "websocket.close", "code": 1008, "reason": ""}] and house.reached == []


@pytest.mark.parametrize(
    ("open_now", "then", "status", "noted"),
    [
        (["192.0.2.1"] * 2, "192.0.2.1", 429, "1 too_many"),
        (["192.0.2.1", "192.0.2.2", "192.0.2.3"], "192.0.2.4", 503, "1 full"),
    ],
)
async def test_who_is_one_too_many_is_refused(tmp_path, caplog, open_now, then, status, noted):
    """Fails without `enter`. Each socket is opened from within the one before, so all of them are open."""
    told = []

    async def does(scope, receive, send) -> None:
        if left:
            await house.asked("websocket", "/_event", of=left.pop(), origin=HOME)
        else:
            told.append(await house.knocked(of=then))

    left, house = list(open_now), House(tmp_path, does)
    await house.asked("websocket", "/_event", of=left.pop(), origin=HOME)
    [(found, headers)] = told
    assert found == status and headers.get(b"retry-after") == (b"10" if status == 429 else None)
    assert len(house.reached) == len(open_now) and noted in caplog.text


async def test_a_socket_counts_no_longer_than_it_is_open_however_it_ends(tmp_path, caplog):
    """Fails without `leave`, or when an application that choked takes the process's socket with it."""

    async def does(scope, receive, send) -> None:
        raise ValueError("what the visitor said")

    house = House(tmp_path, does)
    for _ in range(6):
        sent = await house.asked("websocket", "/_event", origin=HOME)
        assert sent == [{"type": "websocket.close", "code": 1008, "reason": "malformed"}]
    assert len(house.reached) == 6
    assert "ValueError" in caplog.text and "visitor said" not in caplog.text


async def test_a_socket_is_heard_and_told_through_its_channel(tmp_path, caplog):
    """Fails when the application is given the server's own `receive` or `send`, or the channel no `note`."""
    heard = []

    async def does(scope, receive, send) -> None:
        heard.append(await receive())
        await send({"type": "websocket.send", "text": "too late"})

    sent = await House(tmp_path, does).asked("websocket", "/_event", says="nonsense", origin=HOME)
    assert heard == [{"type": "websocket.disconnect", "code": 1008, "reason": "malformed"}]
    assert sent == [{"type": "websocket.close", "code": 1008, "reason": "malformed"}]
    assert "1 malformed" in caplog.text


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"method": "POST"}, 405),
        ({"method": "OPTIONS", "path": "/_event"}, 405),
        ({"content_length": "1"}, 413),
        ({"content_length": "10"}, 413),
        ({"transfer_encoding": "chunked"}, 413),
        ({"path": "/_event"}, 426),
        ({"path": "/_event/"}, 426),
    ],
)
async def test_a_request_that_could_change_something_does_not_reach_the_application(tmp_path, asked, status):
    """Fails without any one of the looks in `_request`."""
    house = House(tmp_path)
    start, _ = await house.asked(**asked)
    headers = dict(start["headers"])
    assert start["status"] == status and house.reached == [] and headers[b"content-length"] == b"0"
    assert (headers.get(b"allow") == b"GET, HEAD") == (status == 405)
    assert b"content-security-policy" in headers


@pytest.mark.parametrize("asked", [{}, {"method": "HEAD"}, {"content_length": "0"}, {"path": "/rules"}])
async def test_a_plain_request_passes(tmp_path, asked):
    house = House(tmp_path)
    assert (await house.asked(**asked))[0]["status"] == 200 and len(house.reached) == 1


@pytest.mark.parametrize(
    ("status", "kept"), [(200, b"public, max-age=31536000, immutable"), (404, b"no-store")]
)
async def test_an_answer_is_dressed_by_its_path_and_status_and_says_what_it_said(tmp_path, status, kept):
    """Fails when `_dressed` looks at less, or makes anything but a redirect, however spelt, relative."""
    ours = f"{HOME}/rules/".encode()

    async def does(scope, receive, send) -> None:
        said = [(b"Location", ours), (b"x-said", ours)]
        await send({"type": "http.response.start", "status": status, "headers": said})

    [start] = await House(tmp_path, does).asked(path="/assets/part-0123abcd.js", host="whimsy.example")
    headers = dict(start["headers"])
    assert start["status"] == status and headers[b"cache-control"] == kept
    assert headers[b"Location"] == b"/rules/" and headers[b"x-said"] == ours


async def test_what_is_neither_request_nor_socket_is_the_applications_own(tmp_path):
    house = House(tmp_path)
    await house.gate({"type": "lifespan"}, None, None)
    assert house.reached == [{"type": "lifespan"}]
