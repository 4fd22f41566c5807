"""The state of a tab's search or conversation, and its handlers.

Every handler finds its caller by the socket and parses its arguments, as Reflex checks neither. A room that
is named by the browser is only compared with the caller's own. Helpers begin with an underscore, as Reflex
lets a browser call every other function of a state.
"""

import asyncio
import time

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
    @rx.event
    async def arrive(self) -> Follows:
        """Find the visitor and the phase of a page that was loaded, or whose socket came back."""
        return await self._arrive()

    @rx.event(background=True)
    async def arrive_later(self) -> Follows:
        """Arrive after a random wait, as the store was away or the visitor too fast."""
        await asyncio.sleep(between(1, 2))
        return ChatState.arrive

    @rx.event
    async def take_here(self) -> Follows:
        """Take over the chat that another connection of this tab holds."""
        return await self._arrive()

    @rx.event
    async def resync(self) -> None:
        """Send the whole transcript, as the browser found a gap in it."""
        with self.page.refusals():
            me = await self.page.caller()
            await me.look(self._engine)
            self.page.show(me)

    @rx.event
    async def post(self, room: object, nonce: object, text: object) -> None:
        """Post for a page of the build before, which does not use our namespace for it (states/wire.py).

        A refused text goes back to the composer, with a sentence.
        """
        try:
            aimed, own = parse_room(room), parse_nonce(nonce)
        except errors.Malformed:
            return
        try:
            me = await self.page.caller()
            await say(self._office, me, aimed, own, text)
        except errors.Unavailable:
            return  # the composer sends it again, with the same nonce
        except errors.WhimsyError as error:
            self.refused = {"nonce": own, "sentence": error.sentence}

    @rx.event
    async def leave(self, room: object) -> None:
        """Leave `room`, if this tab is still in it."""
        await self._end(lambda me: leaving.leave(self._engine, me, parse_room(room)))

    @rx.event
    async def home(self, room: object) -> None:
        """Go from an ended conversation back to the start."""
        await self._end(lambda me: leaving.go_home(self._engine, me, parse_room(room)))

    async def _absorb(self, me: Attachment) -> Follows:
        """Show the events of the mailbox; returns the handler to begin after that."""
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
        except errors.NotHolder:
            return None  # nobody is there any more to show anything to
        finally:
            # Set last: an older value must not overwrite a raw delta that reached all pages meanwhile.
            online = await self.get_state(OnlineState)
            online.count, online.away = self._office.online, self._office.away
            online.prospects, online.opening = self._office.prospects, self._engine.hours.at(time.time())
        follows = [ChatState.stand_by] if self.barring else []
        return [*follows, ChatState.search] if me.view.phase == "searching" else follows
