"""Stands in front of Reflex, and lets through what our pages send, if it is neither too much nor too fast."""

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from whimsy.edge.channel import Channel, Message, Receive, Send
from whimsy.edge.crowd import Crowd
from whimsy.edge.headers import Dress, relative
from whimsy.edge.origins import Origins
from whimsy.edge.refusals import Refusals
from whimsy.edge.way import PATH as WAY
from whimsy.edge.way import Way
from whimsy.seam.wire import NAMESPACE
from whimsy.settings import Settings
from whimsy.visitors.address import Addresses

log = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_OBSTACLES = {"full": HTTPStatus.SERVICE_UNAVAILABLE, "too_many": HTTPStatus.TOO_MANY_REQUESTS}
_METHODS = ("GET", "HEAD")
"""No request changes anything, as all that visitors do comes through the socket."""


class Gate:
    """An ASGI application around another.

    pages: the folder of the built pages; ready: tells whether this process takes visitors in.
    The scope of each request gets `whimsy.address`, the key of the client's address; that of a socket also
    `whimsy.hang_up`, an async function that takes a reason.
    """

    def __init__(
        self,
        app: App,
        settings: Settings,
        addresses: Addresses,
        pages: Path,
        ready: Callable[[], bool] = lambda: True,
    ) -> None:
        self._app = app
        self._settings = settings
        self._addresses = addresses
        self._origins = Origins(settings)
        self._crowd = Crowd(settings)
        self._dress = Dress(settings, pages)
        self._refusals = Refusals()
        self._way = Way(settings, self._origins, self._crowd, ready)
        self._wondered = settings.trusted_proxy_hops > 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._wondered and any(name == b"x-forwarded-for" for name, _ in scope.get("headers", ())):
            self._wondered = True
            log.warning(
                "requests come with X-Forwarded-For, which is not read: if a proxy of yours puts it there, "
                "set WHIMSY_TRUSTED_PROXY_HOPS to the number of proxies, or all visitors are one address"
            )
        if scope["type"] == "websocket":
            scope["whimsy.address"] = self._addresses.of(scope)
            await self._socket(scope, receive, send)
        elif scope["type"] == "http":
            scope["whimsy.address"] = self._addresses.of(scope)
            await self._request(scope, receive, self._dressed(scope, send))
        else:
            await self._app(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].rstrip("/") != NAMESPACE:
            return await self._refuse(scope, send, HTTPStatus.NOT_FOUND)
        if not self._origins.allow(scope["headers"]):
            self._refusals.note("origin")
            return await self._refuse(scope, send, HTTPStatus.FORBIDDEN)
        neighbour = self._crowd.enter(scope["whimsy.address"])
        if isinstance(neighbour, str):
            self._refusals.note(neighbour)
            return await self._refuse(scope, send, _OBSTACLES[neighbour])
        writable = getattr(scope.get("whimsy.websocket"), "writable", None)
        channel = Channel(self._settings, neighbour, receive, send, self._refusals.note, writable)
        scope["whimsy.hang_up"] = channel.hang_up
        try:
            await self._app(scope, channel.receive, channel.send)
        except Exception as error:  # of a parser; its message may quote what was sent
            log.warning("a socket was closed after %s", type(error).__name__)
            await channel.hang_up("malformed")
        finally:
            self._crowd.leave(neighbour)
        return None

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in _METHODS:
            return await self._refuse(scope, send, HTTPStatus.METHOD_NOT_ALLOWED)
        if scope["path"].rstrip("/") == NAMESPACE:
            if any(name == b"sec-websocket-key" for name, _ in scope["headers"]):
                self._way.cut(scope["whimsy.address"])
                self._refusals.note("cut")
            return await self._refuse(scope, send, HTTPStatus.UPGRADE_REQUIRED)
        if any(
            name == b"transfer-encoding" or (name == b"content-length" and value.strip(b"0 "))
            for name, value in scope["headers"]
        ):
            return await self._refuse(scope, send, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if scope["path"] == WAY:
            return await self._answer_way(scope, send)
        await self._app(scope, receive, send)
        return None

    async def _answer_way(self, scope: Scope, send: Send) -> None:
        """Say what a websocket would meet, also to a page of another origin, which has to know."""
        told = self._way.of(scope)
        headers = [
            (b"content-type", b"application/json"),
            (b"cache-control", b"no-store"),
            (b"access-control-allow-origin", b"*"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": told})

    async def _refuse(self, scope: Scope, send: Send, status: HTTPStatus) -> None:
        """Answer with a status alone, without the reason."""
        more = [(b"connection", b"close"), (b"content-length", b"0")]
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            more.append((b"retry-after", b"10"))
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            more.append((b"allow", ", ".join(_METHODS).encode()))
        kind = "http"
        if scope["type"] == "websocket":
            if "websocket.http.response" not in scope.get("extensions", {}):
                await send({"type": "websocket.close", "code": 1008, "reason": ""})
                return
            kind, more = "websocket.http", more + self._dress.full
        await send({"type": f"{kind}.response.start", "status": int(status), "headers": more})
        await send({"type": f"{kind}.response.body", "body": b""})

    def _dressed(self, scope: Scope, send: Send) -> Send:
        """`send` with our headers on every answer, in place of any of the same name."""

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                found = self._dress.on(scope["path"], message["status"], message.get("headers", ()))
                found = [
                    (name, relative(value, _hosts(scope)) if name.lower() == b"location" else value)
                    for name, value in found
                ]
                message = {**message, "headers": found}
            await send(message)

        return dressed


def _hosts(scope: Scope) -> list[bytes]:
    """The hosts by which a redirect of the application may name us: as asked for, or where we listen."""
    asked = [value for name, value in scope["headers"] if name == b"host"]
    host, port = scope.get("server") or ("", None)
    return asked or [f"{host}:{port}".encode(), str(host).encode()]  # HTTP/1.0 needs no Host
