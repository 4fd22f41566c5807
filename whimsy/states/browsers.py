"""Sends what the acts have to show to pages, through Reflex and Socket.IO."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import reflex as rx

from whimsy.acts.attachment import Attachment, Socket
from whimsy.acts.view import Window
from whimsy.seam import sockets, states
from whimsy.states.online import OnlineState
from whimsy.visitors.address import AddressKey

if TYPE_CHECKING:
    from whimsy.states.chat import ChatState

NAMESPACE = "/whimsy"
"""Whimsy's own namespace on Reflex's websocket."""


class ReflexBrowsers:
    """Implements `Browsers`. state: the class of the states that show a tab."""

    def __init__(self, app: rx.App, state: type[ChatState]) -> None:
        self._app = app
        self._state = state

    def socket(self, token: str, sid: str) -> Socket:
        """The socket that Reflex calls `token` and `sid`, with the address key that the gate found."""
        address = AddressKey(sockets.scope(self._app, sid).get("whimsy.address", ""))
        return Socket(token, sid, sockets.link_of_page(self._app, sid), address)

    def has(self, token: str, sid: str) -> bool:
        """Whether `sid` still is the socket of `token`, on any page."""
        return sockets.holder_of(self._app, token) == sid

    def forget(self, token: str) -> None:
        """Drop the state of a page that did not come back, as it holds messages, and takes memory."""
        states.forget(self._app, self._state, token)

    async def show(self, me: Attachment) -> None:
        """Show the events of the mailbox in one change of the state, and begin the handlers that follow."""
        token = rx.BaseStateToken(ident=me.socket.token, cls=self._state)
        async with self._app.modify_state(token) as root:
            state = await root.get_state(self._state)
            follows = await state._absorb(me)
        await states.begin(self._app, me.socket.token, follows)

    def show_line(self, me: Attachment, lines: Window, *, tell: bool) -> bool:
        """Change `lines` in the state, and tell the page by a raw delta, without the cycle of an event."""
        token = me.socket.token
        if not states.put(self._app, self._state, token, "lines", lines):
            return False
        if tell:
            sockets.tell_reflex(self._app, me.socket.link, states.delta(self._state, {"lines": lines}))
        return True

    async def show_typing(self, me: Attachment) -> None:
        """Send it as a raw delta, which needs neither the state nor its lock."""
        await states.show(self._app, self._state, {"typing": me.typed}, me.socket.token)

    async def show_all(self, name: str, value: object) -> None:
        """Send it as one raw delta, which is serialised once for all pages."""
        await states.show(self._app, OnlineState, {name: value}, None)

    async def tell(self, me: Attachment, event: str, said: dict[str, Any]) -> None:
        """Send it over Whimsy's own namespace, from which the page's call reads it."""
        await sockets.tell(self._app, me.socket.link, NAMESPACE, event, said)
