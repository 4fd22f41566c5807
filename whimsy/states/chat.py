"""A tab's view of its search or conversation, and the clicks that change it.

Every handler finds its caller itself and parses what the browser sent: Reflex enforces neither.
Handlers take no ids of persons or tabs; the room they name is only compared.
"""

from __future__ import annotations

import asyncio
from typing import Any

import reflex as rx

from whimsy import errors
from whimsy.acts import leaving, switchboard
from whimsy.acts.speech import say
from whimsy.chance import between
from whimsy.rooms.room import parse_nonce
from whimsy.states.barring import Barring
from whimsy.states.delivery import Inside
from whimsy.states.online import OnlineState
from whimsy.states.page import Page
from whimsy.states.searching import Searching
from whimsy.storage.keys import parse_room


class ChatState(Searching, Barring, Inside, rx.State):
    """What a tab shows. The truth is in Redis; all of this can be rebuilt from one snapshot."""

    visitor_token: str = rx.LocalStorage("", name="whimsyUserId")
    tab_secret: str = rx.SessionStorage("", name="whimsyTab")
    talking: str = rx.SessionStorage("", name="whimsyTalking")
    previous: str = rx.SessionStorage("", name="whimsyPrevious")

    phase: str = "loading"
    stage: int = 0
    company: str = ""
    room: str = ""
    shared: list[str] = []
    partner_away: bool = False
    lines: dict[str, Any] = {"room": "", "n": 0, "full": True, "lines": []}
    typing: int = 0
    video: str = ""
    call: dict[str, Any] = switchboard.NO_CALL
    resting: dict[str, int] = {"until": 0, "seconds": 0}
    refused: dict[str, str] = {"nonce": "", "sentence": ""}
    notice: dict[str, Any] = {"id": 0, "text": "", "tone": ""}

    # --- coming and going

    @rx.event
    async def arrive(self):
        """The page loaded or its socket came back: find out who this is and where they are."""
        return await self._arrive()

    @rx.event(background=True)
    async def arrive_later(self):
        """A store was away: try again soon, not all at the same moment."""
        await asyncio.sleep(between(1, 2))
        return ChatState.arrive

    @rx.event
    async def take_here(self):
        """Continue in this tab what another connection of it holds."""
        return await self._arrive()

    @rx.event
    async def resync(self):
        """The browser found a gap in what it was sent."""
        with self.page.refusals():
            me = await self.page.caller()
            await me.look(self._engine)
            self.page.show(me)

    # --- talking

    @rx.event
    async def post(self, room, nonce, text):
        """Say `text` in `room`. Refused, it goes back to the composer with a sentence."""
        try:
            aimed, own = parse_room(room), parse_nonce(nonce)
        except errors.Malformed:
            return
        try:
            me = await self.page.caller()
            await say(self._engine, me, aimed, own, text)
        except errors.Unavailable:
            return  # the composer tries again with the same nonce
        except errors.WhimsyError as error:
            self.refused = {"nonce": own, "sentence": error.sentence}

    @rx.event
    async def leave(self, room):
        """End the conversation, if `room` is still the one."""
        self._attempt += 1
        with self.page.refusals():
            me = await self.page.caller()
            await leaving.leave(self._engine, me, parse_room(room))
            self.page.show(me)

    @rx.event
    async def home(self, room):
        """Leave the ended conversation behind and go back to the start."""
        self._attempt += 1
        with self.page.refusals():
            me = await self.page.caller()
            await leaving.go_home(self._engine, me, parse_room(room))
            self.page.show(me)

    @rx.event
    def dismiss_notice(self):
        """The visitor has read it."""
        self.notice = {**self.notice, "text": ""}

    # --- what no browser can call

    @property
    def page(self) -> Page:
        """This page, for the handlers of other states, too."""
        return Page(self, self._office, self._socket)

    async def _arrive(self) -> Any:
        try:
            me = await self.page.arrive()
            self._tell_meanwhile(trying=False)
        except errors.Unavailable:
            self._tell_meanwhile(trying=True)
            return ChatState.arrive_later
        except errors.TooFast as error:
            self.page.tell(error.sentence)
            return ChatState.arrive_later
        finally:
            # Not before: what all pages are told meanwhile would come first, and this would overrule it.
            online = await self.get_state(OnlineState)
            online.count, online.away = self._office.online, self._office.away
        follows = [ChatState.stand_by] if self.barring else []
        return [*follows, ChatState.search] if me.view.phase == "searching" else follows
