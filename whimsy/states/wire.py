"""Whimsy's own Socket.IO namespace on Reflex's websocket: what is too quick or too fleeting for a state.

It brings typing, the signals of calls and the mirror; its disconnect is how a closed tab is noticed at once.
"""

from __future__ import annotations

from typing import Any

from whimsy.errors import Refused, WhimsyError
from whimsy.seam import sockets
from whimsy.settings import build
from whimsy.states.delivery import delivery


class Wire(sockets.Namespace):
    """The namespace. Whose it is follows from the websocket below it, never from what the browser says."""

    async def on_connect(self, sid: str, _environ: object = None, _auth: object = None) -> None:
        """A page has joined: tell it what we serve, in case it is older, and whether it came too late."""
        if build():
            await self.emit("build", build(), to=sid)
        if delivery().draining:
            await self.emit("come_back", 0, to=sid)

    async def on_disconnect(self, sid: str, reason: str = "") -> None:
        """A page is gone. Its own goodbye means a close or a refresh; anything else, a lost network."""
        link = self._link(sid)
        delivery().engine.mirror.stop(link)
        await delivery().detach(link, goodbye=reason == self.server.reason.CLIENT_DISCONNECT)

    async def on_typing(self, sid: str, room: Any = None) -> None:
        """The visitor is writing in `room`."""
        await delivery().typing(self._link(sid), room)

    async def on_signal(self, sid: str, signal: Any = None) -> str:
        """The visitor's browser speaks about its call; answers "ok" or the code of the refusal."""
        return await delivery().signal(self._link(sid), signal)

    async def on_servers(self, sid: str, asked: Any = None) -> dict[str, Any] | None:
        """The browser starts ICE anew in its call {room, call}: servers with a new credential, or nothing."""
        return delivery().servers(self._link(sid), asked)

    async def on_mirror(self, sid: str, asked: Any = None) -> dict[str, str]:
        """The visitor checks their camera: the {sdp} of an offer gets an answer's, or {refused, sentence}."""

        async def tell(event: str, news: dict[str, Any]) -> None:
            await self.emit(event, news, to=sid)

        link = self._link(sid)
        try:
            if (me := delivery().on_link(link)) is None:
                raise Refused  # no page of ours: they all arrive first
            me.pace.spend()
            return {"sdp": await delivery().engine.mirror.show(link, asked, tell)}
        except WhimsyError as refused:
            return {"refused": refused.code, "sentence": refused.sentence}

    async def on_mirror_stop(self, sid: str, _: Any = None) -> None:
        """The visitor has seen enough."""
        delivery().engine.mirror.stop(self._link(sid))

    def _link(self, sid: str) -> str:
        return sockets.link_of(self, sid)
