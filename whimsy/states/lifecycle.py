"""Guards both Socket.IO namespaces: a socket's life is told by the server, and only our words are understood.

python-socketio delivers an EVENT packet named "connect" or "disconnect" to the very handlers of the real
thing, with arguments the browser made up: its address, its token, anybody's. Whatever else is no word of ours
counts as a strike, and a socket with too many of them is closed. No page of ours ever makes one.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import reflex as rx
from socketio import AsyncNamespace

from whimsy.bucket import Bucket
from whimsy.states import faults, vocabulary
from whimsy.states.delivery import delivery
from whimsy.states.vocabulary import Unheard

_TOKEN = re.compile(r"[A-Za-z0-9-]{8,64}")
_STRIKES_BURST, _STRIKES_RATE = 8, 0.2
_COSTLY_BURST, _COSTLY_RATE = 10, 1.0
_FORGET_AFTER = 2.0


class Conduct:
    """How one websocket behaves; both namespaces on it share one."""

    def __init__(self, hang_up: Callable[[str], Any]) -> None:
        self._hang_up = hang_up
        self._strikes = Bucket(_STRIKES_RATE, _STRIKES_BURST)
        self._costly = Bucket(_COSTLY_RATE, _COSTLY_BURST)

    async def strike(self) -> None:
        """It said what nobody understands."""
        if not self._strikes.take():
            await self._hang_up("malformed")

    async def may(self, handler: str) -> bool:
        """Whether it may call this handler now; what costs much is not for the asking again and again."""
        if handler not in vocabulary.COSTLY or self._costly.take():
            return True
        await self._hang_up("too_fast")
        return False


def guard(app: rx.App) -> None:
    """Put a guard before every namespace of `app`, and before the parsing of its packets."""
    sio: Any = app.sio
    for namespace in sio.namespace_handlers.values():
        guarded = _Reflex if namespace is app.event_namespace else _Ours
        namespace.trigger_event = guarded(sio, namespace).trigger_event
    inner = sio.eio.handlers["message"]

    async def message(link: str, packet: Any) -> None:
        try:
            await inner(link, packet)
        except Exception:  # all that a handler raises was caught below: this is no packet at all
            await _conduct(sio, link).strike()

    sio.eio.on("message", message)


def _conduct(sio: Any, link: str) -> Conduct:
    """The conduct of the websocket `link`; kept in its handshake's record, it lasts as long as that."""
    record: dict[str, Any] = sio.environ.get(link) or {}
    if "whimsy.conduct" not in record:

        async def let_go(_reason: str) -> None:
            await sio.eio.disconnect(link)

        scope = record.get("asgi.scope", {})
        record["whimsy.conduct"] = Conduct(scope.get("whimsy.hang_up", let_go))
    conduct: Conduct = record["whimsy.conduct"]
    return conduct


class _Guarded:
    """A namespace behind its guard."""

    def __init__(self, sio: Any, namespace: AsyncNamespace) -> None:
        self._sio = sio
        self._namespace = namespace
        self._inner = namespace.trigger_event

    async def trigger_event(self, event: Any, *args: Any) -> Any:
        """What python-socketio calls for a connect, a disconnect, and every packet that names an event."""
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
        # A connect that came to grief is no connection.
        return False if event == "connect" and self._is_pending(sid) else None

    async def _connect(self, sid: str, environ: Any = None, auth: Any = None) -> Any:
        if environ is not self._sio.get_environ(sid, self._namespace.namespace):
            raise Unheard
        return await self._inner("connect", sid, environ, auth)

    async def _disconnect(self, sid: str, reason: Any = None) -> Any:
        if self._sio.manager.is_connected(sid, self._namespace.namespace):
            raise Unheard  # it would not be, if it were true
        return await self._inner("disconnect", sid, reason)

    async def _hear(self, sid: str, event: Any, said: list[Any]) -> list[Any] | None:
        """The arguments for the handler, None to drop the event; raises Unheard."""
        raise NotImplementedError

    def _conduct(self, sid: str) -> Conduct:
        return _conduct(self._sio, self._sio.manager.eio_sid_from_sid(sid, self._namespace.namespace))

    def _is_pending(self, sid: str) -> bool:
        return bool(self._sio.manager.is_pre_connected(sid, self._namespace.namespace))


class _Ours(_Guarded):
    """Whimsy's own namespace: every `on_...` of it with one argument at most, which it parses itself."""

    async def _hear(self, _sid: str, event: Any, said: list[Any]) -> list[Any] | None:
        if not isinstance(event, str) or not hasattr(self._namespace, f"on_{event}") or len(said) > 1:
            raise Unheard
        return said

    async def _connect(self, sid: str, environ: Any = None, _auth: Any = None) -> Any:
        return await super()._connect(sid, environ, None)


class _Reflex(_Guarded):
    """Reflex's namespace: events, pings, reports of errors."""

    async def _hear(self, sid: str, event: Any, said: list[Any]) -> list[Any] | None:
        match event, said:
            case "event", [event]:
                heard, handler = vocabulary.read(event)
                return [heard] if await self._conduct(sid).may(handler) else None
            case "ping", []:
                return []
            case "client_error", [dict() as report]:
                return [report]
        raise Unheard

    async def _connect(self, sid: str, environ: Any = None, auth: Any = None) -> Any:
        if not isinstance(environ, dict) or not _is_token(environ.get("QUERY_STRING")):
            raise Unheard
        said = auth if isinstance(auth, dict) else {}
        trusted = {key: said[key] for key in ("state_schema",) if isinstance(said.get(key), str)}
        if "event" in said:
            trusted["event"], handler = vocabulary.read(said["event"])
            if not await self._conduct(sid).may(handler):
                return False
        return await super()._connect(sid, environ, trusted)

    async def _disconnect(self, sid: str, reason: Any = None) -> Any:
        token = getattr(self._namespace, "sid_to_token", {}).get(sid)
        answer = await super()._disconnect(sid, reason)
        if token is not None:
            # A page that never arrived leaves a state, too: each fresh token would cost an hour of it.
            asyncio.get_running_loop().call_later(_FORGET_AFTER, delivery().browsers.forget, token)
        return answer


def _is_token(query: Any) -> bool:
    tokens = parse_qs(query).get("token", []) if isinstance(query, str) else []
    return len(tokens) == 1 and _TOKEN.fullmatch(tokens[0]) is not None
