"""The pages at the other end, as Reflex and Socket.IO reach them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import reflex as rx

from whimsy.acts.attachment import Attachment, Socket
from whimsy.seam import sockets, states
from whimsy.states.online import OnlineState
from whimsy.visitors.address import AddressKey

if TYPE_CHECKING:
    from whimsy.states.chat import ChatState

NAMESPACE = "/whimsy"
"""Whimsy's own on Reflex's websocket."""


class ReflexBrowsers:
    """The `Browsers` of a server process. `state` is the class whose instances show a tab."""

    def __init__(self, app: rx.App, state: type[ChatState]) -> None:
        self._app = app
        self._state = state

    def socket(self, token: str, sid: str) -> Socket:
        """The socket that Reflex knows by these; its address is as the gate hashed it."""
        address = AddressKey(sockets.scope(self._app, sid).get("whimsy.address", ""))
        return Socket(token, sid, sockets.link_of_page(self._app, sid), address)

    def has(self, token: str, sid: str) -> bool:
        """Whether this is still the socket of `token`, be it a visitor's or the desk's."""
        return sockets.holder_of(self._app, token) == sid

    def forget(self, token: str) -> None:
        """Drop the state of a page that did not come back: it holds what was said, and memory."""
        states.forget(self._app, self._state, token)

    async def show(self, me: Attachment) -> None:
        """Let the page take in what its mailbox holds, in one change; then begin what follows from it."""
        token = rx.BaseStateToken(ident=me.socket.token, cls=self._state)
        async with self._app.modify_state(token) as root:
            state = await root.get_state(self._state)
            follows = await state._absorb(me)
        await states.begin(self._app, me.socket.token, follows)

    async def show_typing(self, me: Attachment) -> None:
        """A raw delta: no lock, no state."""
        await states.show(self._app, self._state, {"typing": me.typed}, me.socket.token)

    async def show_all(self, name: str, value: int | bool) -> None:
        """One raw delta for all, serialised once."""
        await states.show(self._app, OnlineState, {name: value}, None)

    async def signal(self, me: Attachment, wire: dict[str, Any]) -> None:
        """Past all states, straight into the call."""
        await sockets.tell(self._app, me.socket.link, NAMESPACE, "signal", wire)
