"""Whimsy's own namespace on Reflex's websocket: posts, typing, the signals of calls, the mirror.

These need no cycle of a state, which would make them slower, or keep them. Its disconnect tells at once that
a tab was closed.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from whimsy.acts import speech, switchboard, together
from whimsy.acts.arrival import depart
from whimsy.acts.attachment import Attachment
from whimsy.acts.office import Office
from whimsy.errors import Malformed, Refused, WhimsyError
from whimsy.rooms.room import parse_nonce, parse_seq
from whimsy.seam import sockets
from whimsy.settings import build
from whimsy.states.delivery import delivery
from whimsy.storage.keys import parse_room

_GONE = {"code": "gone"}


def _parts(said: object, *lengths: int) -> list[Any]:
    """The parts of what a page said, if they are as many as one of `lengths`; raises Malformed."""
    if isinstance(said, list) and len(said) in lengths:
        return said
    raise Malformed


def _told(refused: WhimsyError) -> dict[str, Any]:
    return {"code": refused.code, "sentence": refused.sentence}


class Wire(sockets.Namespace):
    """A caller is identified by the websocket, never by what the browser says."""

    async def on_connect(self, sid: str, _environ: object = None, _auth: object = None) -> None:
        """Tell the page which build is served, as its own may be older, and to leave a draining process."""
        if build():
            await self.emit("build", build(), to=sid)
        if self._office.draining:
            await self.emit("come_back", 0, to=sid)

    async def on_disconnect(self, sid: str, reason: str = "") -> None:
        """Give up the tab of the page. If the page disconnects by itself it was closed or reloaded."""
        link = self._link(sid)
        self._office.engine.mirror.stop(link)
        await depart(self._office, link, goodbye=reason == self.server.reason.CLIENT_DISCONNECT)

    async def on_post(self, sid: str, said: object = None) -> dict[str, Any]:
        """Post [room, nonce, text] or, in answer to a message, [room, nonce, text, its seq].

        Answers {seq, at, text, to} of its line, or {code, sentence}. text: only if it is not as it was sent;
        to: only if it answers a message. The code "gone": the page has not arrived yet, as after a
        return, and posts again when it has.
        """
        try:
            room, nonce, text, *to = _parts(said, 3, 4)
            aimed, own, answered = parse_room(room), parse_nonce(nonce), parse_seq(to[0]) if to else 0
            if (me := self._caller(sid)) is None:
                return _GONE
            line = await speech.say(self._office, me, aimed, own, text, answered)
        except WhimsyError as refused:
            return _told(refused)
        changed = {"text": line.text} if line.text != text else {}
        return {"seq": line.seq, "at": line.at, **changed, **({"to": line.to} if line.to else {})}

    async def on_react(self, sid: str, said: object = None) -> dict[str, Any]:
        """Put a reaction on a message: [room, its seq, name], with "" to take it back.

        Answers {}, and the line comes to both; or {code, sentence}.
        """
        return await self._act(sid, together.react, said, 3)

    async def on_topic(self, sid: str, said: object = None) -> dict[str, Any]:
        """Show both a topic: [room, language]. Answers as `on_react`."""
        return await self._act(sid, together.propose, said, 2)

    async def on_caption(self, sid: str, said: object = None) -> dict[str, Any]:
        """Show the partner what is said aloud in a call: [room, text]. Answers {}, or {code, sentence}."""
        return await self._act(sid, speech.caption, said, 2)

    async def on_typing(self, sid: str, room: object = None) -> None:
        """Tell the partner that the visitor is writing in `room`."""
        if me := self._caller(sid):
            with suppress(WhimsyError):  # a lost event of typing does no harm
                await self._office.engine.rooms.typing(me.place, parse_room(room))

    async def on_signal(self, sid: str, signal: object = None) -> str:
        """Relay a signal of the browser's call; answers "ok" or the code of the refusal."""
        me = self._caller(sid)
        return await switchboard.relay(self._office.engine, me, signal) if me else "gone"

    async def on_servers(self, sid: str, asked: object = None) -> dict[str, Any] | None:
        """Servers with a new credential for an ICE restart of the call {room, call}, or None."""
        me = self._caller(sid)
        return switchboard.servers_for(self._office.engine, me, asked) if me else None

    async def on_mirror(self, sid: str, asked: object = None) -> dict[str, str]:
        """Mirror the visitor's media. Takes the {sdp} of an offer; answers {sdp}, or {refused, sentence}."""

        async def tell(event: str, news: dict[str, Any]) -> None:
            await self.emit(event, news, to=sid)

        try:
            if (me := self._caller(sid)) is None:
                raise Refused  # our own pages arrive before they ask
            me.pace.spend()
            return {"sdp": await self._office.engine.mirror.show(me.socket.link, asked, tell)}
        except WhimsyError as refused:
            return {"refused": refused.code, "sentence": refused.sentence}

    async def on_mirror_stop(self, sid: str, _: object = None) -> None:
        self._office.engine.mirror.stop(self._link(sid))

    async def _act(
        self, sid: str, act: Callable[..., Awaitable[None]], said: object, length: int
    ) -> dict[str, Any]:
        """Do `act` in the room that is the first part of what was said, with the other parts."""
        try:
            room, *parts = _parts(said, length)
            aimed = parse_room(room)
            if (me := self._caller(sid)) is None:
                return _GONE
            await act(self._office, me, aimed, *parts)
        except WhimsyError as refused:
            return _told(refused)
        return {}

    @property
    def _office(self) -> Office:
        return delivery()

    def _caller(self, sid: str) -> Attachment | None:
        """The tab of a page that has arrived."""
        me = self._office.attachments.on_link(self._link(sid))
        return me if me and me.here else None

    def _link(self, sid: str) -> str:
        return sockets.link_of(self, sid)
