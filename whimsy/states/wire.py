"""Whimsy's own Socket.IO namespace on Reflex's websocket: what is too quick or too fleeting for a state.

It brings typing and the signals of calls, and its disconnect is how a closed tab is noticed at once.
"""

from __future__ import annotations

from typing import Any

from socketio import AsyncNamespace

from whimsy.states.delivery import delivery


class Wire(AsyncNamespace):
    """The namespace. Whose it is follows from the websocket below it, never from what the browser says."""

    async def on_disconnect(self, sid: str, reason: str = "") -> None:
        """A page is gone. Its own goodbye means a close or a refresh; anything else, a lost network."""
        await delivery().detach(self._link(sid), goodbye=reason == self.server.reason.CLIENT_DISCONNECT)

    async def on_typing(self, sid: str, room: Any = None) -> None:
        """The visitor is writing in `room`."""
        await delivery().typing(self._link(sid), room)

    async def on_signal(self, sid: str, signal: Any = None) -> str:
        """The visitor's browser speaks about its call; answers "ok" or the code of the refusal."""
        return await delivery().signal(self._link(sid), signal)

    def _link(self, sid: str) -> str:
        return str(self.server.manager.eio_sid_from_sid(sid, self.namespace))
