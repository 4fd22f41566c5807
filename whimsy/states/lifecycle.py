"""Guards both namespaces of Socket.IO against forged connects and against events outside of the vocabulary.

python-socketio passes an event that a browser names "connect" or "disconnect" to the handlers of real ones,
with arguments of the browser's choice, such as the token of somebody else. These, and everything else outside
of the vocabulary, count as strikes: a socket with too many is closed. Our own pages never cause one.
"""

import asyncio
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import reflex as rx

from whimsy.bucket import Bucket
from whimsy.seam import sockets, wire
from whimsy.seam.sockets import Heard, Namespace
from whimsy.states import faults, vocabulary
from whimsy.states.delivery import delivery
from whimsy.states.vocabulary import Unheard

_TOKEN = re.compile(r"[A-Za-z0-9-]{8,64}")
_STRIKES_BURST, _STRIKES_RATE = 8, 0.2
_COSTLY_BURST, _COSTLY_RATE = 10, 1.0
_FORGET_AFTER = 2.0


class Conduct:
    """Limits what a websocket may send, in both namespaces. hang_up: closes it, for the reason given."""

    def __init__(self, hang_up: Callable[[str], Any]) -> None:
        self._hang_up = hang_up
        self._strikes = Bucket(_STRIKES_RATE, _STRIKES_BURST)
        self._costly = Bucket(_COSTLY_RATE, _COSTLY_BURST)

    async def strike(self) -> None:
        """Count something outside of the vocabulary."""
        if not self._strikes.take():
            await self._hang_up("malformed")

    async def may(self, handler: str) -> bool:
        """Whether it may call `handler` now. Too many calls of costly handlers close the websocket."""
        if handler not in vocabulary.COSTLY or self._costly.take():
            return True
        await self._hang_up("too_fast")
        return False


def guard(app: rx.App) -> None:
    """Put a guard before every namespace of `app`, and before the parser of packets."""

    def guarded(namespace: Namespace, inner: Heard) -> Heard:
        kind = _Reflex if sockets.is_reflexs(app, namespace) else _Ours
        return kind(app, namespace, inner).hear

    sockets.guard_events(app, guarded)
    sockets.guard_packets(app, lambda link: _conduct(app, link).strike())


def _conduct(app: rx.App, link: str) -> Conduct:
    """The conduct of the websocket `link`, which is kept with the websocket's record."""
    record = sockets.record(app, link)
    if "whimsy.conduct" not in record:

        async def let_go(_reason: str) -> None:
            await sockets.close(app, link)

        scope = record.get("asgi.scope", {})
        record["whimsy.conduct"] = Conduct(scope.get("whimsy.hang_up", let_go))
    conduct: Conduct = record["whimsy.conduct"]
    return conduct


class _Guarded:
    """Decides what of a namespace's events reaches its handlers, which `inner` calls."""

    def __init__(self, app: rx.App, namespace: Namespace, inner: Heard) -> None:
        self._app = app
        self._namespace = namespace
        self._inner = inner

    async def hear(self, event: object, *args: Any) -> object:
        """Take a connect, a disconnect, or an event that a browser sent."""
        sid = args[0]
        try:
            if event == "connect":
                return await self._connect(sid, *args[1:])
            if event == "disconnect":
                return await self._disconnect(sid, *args[1:])
            if (heard := await self._hear(sid, event, list(args[1:]))) is None:
                return None
            return await self._inner(event, sid, *heard)
        except Unheard:
            await self._conduct(sid).strike()
        except Exception as error:
            faults.in_handler(error)
        # False refuses a connect.
        return False if event == "connect" and sockets.is_connecting(self._namespace, sid) else None

    async def _connect(self, sid: str, environ: object = None, auth: object = None) -> object:
        if not sockets.is_handshake(self._namespace, sid, environ):
            raise Unheard
        return await self._inner("connect", sid, environ, auth)

    async def _disconnect(self, sid: str, reason: object = None) -> object:
        if sockets.is_connected(self._namespace, sid):
            raise Unheard  # forged: at a real disconnect it is no longer connected
        return await self._inner("disconnect", sid, reason)

    async def _hear(self, sid: str, event: object, said: list[object]) -> list[object] | None:
        """The arguments for the handler, or None to drop the event; raises Unheard."""
        raise NotImplementedError

    def _conduct(self, sid: str) -> Conduct:
        return _conduct(self._app, sockets.link_of(self._namespace, sid))


class _Ours(_Guarded):
    """Whimsy's own namespace: an event needs an `on_...`, and has at most one argument, which that parses."""

    async def _hear(self, _sid: str, event: object, said: list[object]) -> list[object] | None:
        if not isinstance(event, str) or not hasattr(self._namespace, f"on_{event}") or len(said) > 1:
            raise Unheard
        return said

    async def _connect(self, sid: str, environ: object = None, _auth: object = None) -> object:
        return await super()._connect(sid, environ, None)


class _Reflex(_Guarded):
    """Reflex's namespace: events, pings, and reports of errors."""

    async def _hear(self, sid: str, event: object, said: list[object]) -> list[object] | None:
        match event, said:
            case wire.EVENT, [event]:
                heard = vocabulary.read(event)
                return [heard] if await self._conduct(sid).may(heard["name"]) else None
            case wire.PING, []:
                return []
            case wire.CLIENT_ERROR, [dict() as report]:
                return [report]
        raise Unheard

    async def _connect(self, sid: str, environ: object = None, auth: object = None) -> object:
        if not isinstance(environ, dict) or not _is_token(environ.get("QUERY_STRING")):
            raise Unheard
        said = auth if isinstance(auth, dict) else {}
        trusted = {key: said[key] for key in (wire.SCHEMA,) if isinstance(said.get(key), str)}
        if wire.BOOT in said:
            trusted[wire.BOOT] = vocabulary.read(said[wire.BOOT])
            if not await self._conduct(sid).may(trusted[wire.BOOT]["name"]):
                return False
        answer = await super()._connect(sid, environ, trusted)
        sockets.forget_handshake(self._app, sockets.link_of(self._namespace, sid))
        return answer

    async def _disconnect(self, sid: str, reason: object = None) -> object:
        token = sockets.token_of(self._app, sid)
        answer = await super()._disconnect(sid, reason)
        if token is not None:
            # Also for a page that never arrived: Reflex would keep its state for an hour.
            asyncio.get_running_loop().call_later(_FORGET_AFTER, delivery().browsers.forget, token)
        return answer


def _is_token(query: object) -> bool:
    tokens = parse_qs(query).get("token", []) if isinstance(query, str) else []
    return len(tokens) == 1 and _TOKEN.fullmatch(tokens[0]) is not None
