"""Video in a conversation: the clicks that ask, agree, decline and stop."""

from __future__ import annotations

import reflex as rx

from whimsy.errors import Malformed
from whimsy.rooms.room import CallAct
from whimsy.states.admission import admit_video
from whimsy.states.chat import ChatState
from whimsy.states.delivery import delivery
from whimsy.states.preferences import PreferenceState
from whimsy.storage.keys import parse_room


class CallState(rx.State):
    """Commands only: how video stands is a part of the chat's view."""

    @rx.event
    async def offer_video(self, room):
        """Ask the other side for video, or agree if they have asked."""
        await self._act("offer", room)

    @rx.event
    async def accept_video(self, room):
        """Agree to video."""
        await self._act("accept", room)

    @rx.event
    async def decline_video(self, room):
        """Not now; the chat goes on."""
        await self._act("decline", room)

    @rx.event
    async def stop_video(self, room):
        """End video for both, or take the offer back."""
        await self._act("stop", room)

    @rx.event
    async def rebuild_call(self, room, call):
        """Set call number `call` up anew: this browser lost it."""
        await self._act("rebuild", room, call)

    @rx.event
    async def choose_direct(self, yes):
        """Knowingly let partners learn this address, for a faster call."""
        chat = await self.get_state(ChatState)
        preferences = await self.get_state(PreferenceState)
        with chat._refusals():
            me = await chat._me()
            preferences.direct = "yes" if yes is True else ""
            me.direct = yes is True

    async def _act(self, act: CallAct, room: object, call: object = 0) -> None:
        chat = await self.get_state(ChatState)
        with chat._refusals():
            if type(call) is not int or not 0 <= call < 2**31:
                raise Malformed
            me = await chat._me()
            if act in ("offer", "accept"):
                await admit_video(delivery().engine)
            await delivery().engine.rooms.video(me.place, parse_room(room), act, call)
