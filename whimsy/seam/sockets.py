"""Sockets: Reflex's namespace, python-socketio below it, and engineio below that.

link: the websocket; sid: a namespace on it; token: Reflex's name for the page.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import reflex as rx
from reflex.app import EventNamespace
from reflex.utils.token_manager import TokenManager
from socketio import AsyncNamespace as Namespace

from whimsy.seam import lane, wire
from whimsy.seam.lane import Lane

__all__ = ["Namespace"]

Heard = Callable[..., Awaitable[Any]]


def add(app: rx.App, namespace: Namespace) -> None:
    """Add a namespace to Reflex's websocket."""
    _sio(app).register_namespace(namespace)


def guard_events(app: rx.App, guarded: Callable[[Namespace, Heard], Heard]) -> None:
    """Put a guard before every namespace. It is called for a connect, a disconnect and every event of a page.

    guarded: makes the guard, from the namespace and the function that it guards; both take (event, sid, …).
    """
    for namespace in _sio(app).namespace_handlers.values():
        namespace.trigger_event = guarded(namespace, namespace.trigger_event)


def guard_packets(app: rx.App, choked: Callable[[str], Awaitable[None]]) -> None:
    """Call `choked` with the link for a packet that cannot be read, instead of raising."""
    eio = _sio(app).eio
    inner = eio.handlers["message"]
    lanes = [
        Lane(app, namespace)
        for namespace in _sio(app).namespace_handlers.values()
        if not is_reflexs(app, namespace)
    ]

    async def message(link: str, packet: Any) -> None:
        try:
            for ours in lanes:
                if await ours.hear(link, packet):
                    return
            await inner(link, packet)
        except Exception:  # no handler's, which its guard catches: this is no packet at all
            await choked(link)

    eio.on("message", message)


def is_reflexs(app: rx.App, namespace: Namespace) -> bool:
    return namespace is app.event_namespace


def link_of(namespace: Namespace, sid: str) -> str:
    """The websocket below a socket; "" if it is gone."""
    return str(namespace.server.manager.eio_sid_from_sid(sid, namespace.namespace) or "")


def record(app: rx.App, link: str) -> dict[str, Any]:
    """What is kept of a websocket while it lives. It may be written into."""
    kept: dict[str, Any] = _sio(app).environ.get(link) or {}
    return kept


def scope(app: rx.App, sid: str) -> dict[str, Any]:
    """The ASGI scope of the websocket below a socket of Reflex's."""
    kept: dict[str, dict[str, Any]] = _sio(app).get_environ(sid, _reflexs(app).namespace) or {}
    return kept.get("asgi.scope", {})


def forget_handshake(app: rx.App, link: str) -> None:
    """Drop the headers of a websocket's handshake, of which Reflex has copied what it needs."""
    held = record(app, link)
    kept = {name: held[name] for name in held if not name.startswith(("HTTP_", "wsgi", "SERVER_"))}
    held.clear()  # in place, as Engine.IO holds it; and a dict never shrinks by itself
    held.update(kept)
    if "asgi.scope" in held:
        held["asgi.scope"]["headers"] = []


def is_handshake(namespace: Namespace, sid: str, environ: object) -> bool:
    """Whether `environ` comes from the server, and not from a page that sent it as an event."""
    return environ is namespace.server.get_environ(sid, namespace.namespace)


def is_connected(namespace: Namespace, sid: str) -> bool:
    return bool(namespace.server.manager.is_connected(sid, namespace.namespace))


def is_connecting(namespace: Namespace, sid: str) -> bool:
    return bool(namespace.server.manager.is_pre_connected(sid, namespace.namespace))


async def close(app: rx.App, link: str) -> None:
    await _sio(app).eio.disconnect(link)


def all_closed(app: rx.App) -> bool:
    return all(socket.closed for socket in _sio(app).eio.sockets.values())


def all_in(app: rx.App, namespace: str) -> list[str]:
    """The websockets below all sockets of a namespace."""
    return [link for _, link in _sio(app).manager.get_participants(namespace, None)]


async def tell(app: rx.App, link: str, namespace: str, event: str, news: Any) -> None:
    """Send an event to the namespace's socket on a websocket, if there is one."""
    if sid := _sio(app).manager.sid_from_eio_sid(link, namespace):
        await _sio(app).emit(event, news, to=sid, namespace=namespace)


def tell_reflex(app: rx.App, link: str, update: dict[str, Any]) -> None:
    """Send an update to a page's Reflex at once, in the order of the calls; no task is made."""
    lane.write_event(_sio(app), link, _reflexs(app).namespace, wire.EVENT, update)


def token_of(app: rx.App, sid: str) -> str | None:
    """The token of a socket of Reflex's."""
    return _tokens(app).sid_to_token.get(sid)


def holder_of(app: rx.App, token: str) -> str | None:
    """The socket (sid) of a token."""
    held = _tokens(app).token_to_socket.get(token)
    return held.sid if held else None


def link_of_page(app: rx.App, sid: str) -> str:
    """The websocket below a socket of Reflex's; the sid itself if it is gone."""
    return link_of(_reflexs(app), sid) or sid


def _sio(app: rx.App) -> Any:
    assert app.sio is not None
    return app.sio


def _reflexs(app: rx.App) -> EventNamespace:
    assert app.event_namespace is not None
    return app.event_namespace


def _tokens(app: rx.App) -> TokenManager:
    return _reflexs(app)._token_manager
