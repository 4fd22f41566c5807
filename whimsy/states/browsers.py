"""The pages at the other end, as Reflex and Socket.IO reach them."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex.state import StateUpdate
from reflex_base.constants.state import FIELD_MARKER
from reflex_base.event import Event as ReflexEvent

from whimsy.acts.attachment import Attachment, Socket
from whimsy.states.online import OnlineState
from whimsy.visitors.address import AddressKey

NAMESPACE = "/whimsy"
"""Whimsy's own on Reflex's websocket."""


class ReflexBrowsers:
    """The `Browsers` of a server process. `state` is the class whose instances show a tab."""

    def __init__(self, app: rx.App, state: type[rx.State]) -> None:
        self._app: Any = app
        self._state = state

    def socket(self, token: str, sid: str) -> Socket:
        """The socket that Reflex knows by these; its address is as the gate hashed it."""
        sio, namespace = self._app.sio, self._app.event_namespace.namespace
        scope = (sio.get_environ(sid, namespace) or {}).get("asgi.scope", {})
        link = sio.manager.eio_sid_from_sid(sid, namespace) or sid
        return Socket(token, sid, link, AddressKey(scope.get("whimsy.address", "")))

    def has(self, token: str, sid: str) -> bool:
        """Whether this is still the socket of `token`, be it a visitor's or the desk's."""
        record = self._sockets().get(token)
        return record is not None and record.sid == sid

    def forget(self, token: str) -> None:
        """Drop the state of a page that did not come back: it holds what was said, and memory."""
        if token not in self._sockets():
            manager = self._app.state_manager
            manager._purge_token(manager._coerce_token(self._token(token)))

    async def show(self, me: Attachment) -> None:
        """Let the page take in what its mailbox holds, in one change; then begin what follows from it."""
        async with self._app.modify_state(self._token(me.socket.token)) as root:
            state: Any = await root.get_state(self._state)
            follows = await state.page.absorb(me)
        if follows:
            [event] = ReflexEvent.from_event_type(follows())
            await self._app.event_processor.enqueue(me.socket.token, event)

    async def show_typing(self, me: Attachment) -> None:
        """A raw delta: no lock, no state."""
        update = _raw(self._state, "typing", me.typed)
        await self._app.event_namespace.emit_update(update, token=me.socket.token)

    async def show_all(self, name: str, value: int | bool) -> None:
        """One raw delta for all, serialised once."""
        await self._app.event_namespace.emit("event", _raw(OnlineState, name, value))

    async def signal(self, me: Attachment, wire: dict[str, Any]) -> None:
        """Past all states, straight into the call."""
        if sid := self._app.sio.manager.sid_from_eio_sid(me.socket.link, NAMESPACE):
            await self._app.sio.emit("signal", wire, to=sid, namespace=NAMESPACE)

    def _sockets(self) -> dict[str, Any]:
        sockets: dict[str, Any] = self._app.event_namespace._token_manager.token_to_socket
        return sockets

    def _token(self, token: str) -> rx.BaseStateToken:
        return rx.BaseStateToken(ident=token, cls=self._state)


def _raw(state: type[rx.State], name: str, value: object) -> StateUpdate:
    return StateUpdate(delta={state.get_full_name(): {name + FIELD_MARKER: value}})
