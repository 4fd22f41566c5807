"""A tab's view of its search or conversation, and the clicks that change it.

Every handler finds its caller itself, and parses what the browser sent, as Reflex checks neither.
Handlers take no ids of persons or tabs, and the room that they name is only compared.
"""

import asyncio

import reflex as rx

from whimsy import errors
from whimsy.acts import leaving
from whimsy.acts.attachment import Attachment
from whimsy.acts.news import take_in
from whimsy.acts.speech import say
from whimsy.chance import between
from whimsy.rooms.room import parse_nonce
from whimsy.seam.states import Follows
from whimsy.states.online import OnlineState
from whimsy.states.searching import Searching
from whimsy.storage.keys import parse_room


class ChatState(Searching, rx.State):
    """What a tab shows, and the clicks that change it."""

    # --- coming and going

    @rx.event
    async def arrive(self) -> Follows:
        """Find out whose page this is and where they are, as it loaded or its socket came back."""
        return await self._arrive()

    @rx.event(background=True)
    async def arrive_later(self) -> Follows:
        """Try to arrive again after a random wait, as a store was away."""
        await asyncio.sleep(between(1, 2))
        return ChatState.arrive

    @rx.event
    async def take_here(self) -> Follows:
        """Continue here the chat that another connection of this tab holds."""
        return await self._arrive()

    @rx.event
    async def resync(self) -> None:
        """Send all again, as the browser found a gap."""
        with self.page.refusals():
            me = await self.page.caller()
            await me.look(self._engine)
            self.page.show(me)

    # --- talking

    @rx.event
    async def post(self, room: object, nonce: object, text: object) -> None:
        """Post `text` in `room`. A refused text goes back to the composer, with a sentence."""
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
    async def leave(self, room: object) -> None:
        """Leave `room`, if this tab is still in it."""
        self._attempt += 1
        with self.page.refusals():
            me = await self.page.caller()
            await leaving.leave(self._engine, me, parse_room(room))
            self.page.show(me)

    @rx.event
    async def home(self, room: object) -> None:
        """Go back to the start from an ended conversation."""
        self._attempt += 1
        with self.page.refusals():
            me = await self.page.caller()
            await leaving.go_home(self._engine, me, parse_room(room))
            self.page.show(me)

    # --- what no browser can call

    async def _absorb(self, me: Attachment) -> Follows:
        """Show what happened; returns the handler that the page must begin then."""
        page, news = self.page, await take_in(self._engine, me, barred=bool(self.barring))
        for sentence, tone in news.told:
            page.tell(sentence, tone)
        if news.standing:
            page.bar(news.standing)
        if news.changed:
            page.show(me, news.since)
        begun = {"stand_by": ChatState.stand_by, "start": ChatState.start, "search": ChatState.search}
        return begun.get(news.begin)

    async def _arrive(self) -> Follows:
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
            # At the end, so that no older value overwrites a raw delta that all pages got meanwhile.
            online = await self.get_state(OnlineState)
            online.count, online.away = self._office.online, self._office.away
        follows = [ChatState.stand_by] if self.barring else []
        return [*follows, ChatState.search] if me.view.phase == "searching" else follows
