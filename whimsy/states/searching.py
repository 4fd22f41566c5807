"""A tab's search: how it begins, how it is polled, how it ends, and what bars it."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from contextlib import aclosing, suppress

import reflex as rx

from whimsy import errors
from whimsy.acts.admission import prove
from whimsy.acts.attachment import Attachment
from whimsy.acts.search import AtDoor, Began, NotAdmitted, cancel, follow, search
from whimsy.chance import between
from whimsy.lobby.ticket import parse_cell
from whimsy.moderation.standing import Standing
from whimsy.seam.states import Follows
from whimsy.states.door import DoorState
from whimsy.states.page import Delay
from whimsy.states.proof import ProofState
from whimsy.states.questions import Questioning
from whimsy.states.wishes import WishState, wished
from whimsy.storage.keys import RoomId, parse_room

_GOES_ON_AFTER = 120.0
"""The longest wait, in seconds, after which a search that came too fast begins by itself."""
_MARGIN = 0.2
_LOOK_EVERY = 5.0
"""Seconds between two looks at what bars a visitor. Short, as few are barred and wait for their appeal."""


class Searching(Questioning, mixin=True):
    """The part of ChatState that searches, or waits until it may.

    _attempt: counts the visitor's decisions, so that a search that is tried again later notices a newer one.
    """

    _attempt: int = 0

    @rx.event
    async def start(self) -> Follows:
        return await self._enter(None)

    @rx.event
    async def next(self, room: object) -> Follows:
        """Leave `room` and search for another partner, in one step."""
        with self.page.refusals():
            aimed = parse_room(room)
            await self._meet_strangers()
            return await self._enter(aimed)
        return None

    @rx.event(background=True)
    async def again(self, attempt: int, room: str, wait: float) -> Follows:
        """Search after `wait` seconds, as the visitor asked, unless they decided otherwise meanwhile."""
        await asyncio.sleep(wait)
        async with self:
            socket, changed = self._socket, (attempt, room) != (self._attempt, self.room)
        if changed or not self._office.browsers.has(socket.token, socket.sid):
            return None
        return self.__class__.next(room) if room else self.__class__.start

    @rx.event
    async def agree(self, claim: object) -> Follows:
        """Record that the visitor agreed to the rules, and begin the search they had asked for.

        Pressed twice, the second press does nothing: the search that the first one began may be over by then.
        """
        with self.page.refusals():
            visitor = (await self.page.caller()).place.tab.visitor
            door = await self.get_state(DoorState)
            # A process that lost its states does not know that it asked, so the pass counts as well.
            if not door.asking and self._engine.door.passed(visitor, str(door.door_pass)):
                return None
            made = await self._engine.door.admit(visitor, claim)
            door.door_pass = made or door.door_pass
            door.asking = door.turned_away = not made
            if made:
                return await self._enter(None)
        return None

    @rx.event
    async def prove(self, payload: object) -> Follows:
        """Check the browser's proof of work, and begin the search."""
        with self.page.refusals():
            me, proof = await self.page.caller(), await self.get_state(ProofState)
            if not proof.challenge:
                return None  # cancelled, or never asked for
            proof.challenge = await prove(self._engine, me, payload)
            if not proof.challenge:
                return await self._enter(None)
        return None

    @rx.event(background=True)
    async def search(self) -> None:
        """Poll the search while it lasts."""
        async with self:
            office, me = self._office, self.page.attached
        if me is None:
            return
        async with aclosing(follow(office, me)) as changes:
            async for _ in changes:
                async with self:
                    self.stage, self.company = int(me.view.stage), me.view.company or ""

    @rx.event
    async def cancel(self) -> None:
        await self._end(lambda me: cancel(self._engine, me))

    @rx.event(background=True)
    async def stand_by(self) -> None:
        """Poll what bars the visitor, as no event tells that a sanction ended or was lifted."""
        async with self:
            engine, me = self._engine, self.page.attached
        if me is None or me.standing_by:
            return
        me.standing_by = True
        try:
            while self.barring and not me.gone:
                await asyncio.sleep(_LOOK_EVERY)
                with suppress(errors.Unavailable):
                    standing = await me.standing(engine)
                    async with self:
                        if self.barring and not standing.barred:
                            self.page.tell("You can chat again.", tone="good")
                        self.page.bar(standing)
        finally:
            me.standing_by = False

    @rx.event
    def stay(self) -> None:
        """Give up a search that would go on by itself."""
        self._decide()

    def _decide(self) -> None:
        """Note that the visitor decided something, so that what they wanted before is not tried again."""
        self._attempt += 1
        if self.delay["seconds"]:
            self.delay = Delay(n=self._attempt, seconds=0)

    async def _end(self, act: Callable[[Attachment], Awaitable[object]]) -> None:
        """End the search or the conversation by `act`."""
        self._decide()
        await self._meet_strangers()
        with self.page.refusals():
            me = await self.page.caller()
            await act(me)
            self.page.show(me)

    async def _enter(self, leaving: RoomId | None) -> Follows:
        self._decide()
        try:
            follows = await self._search(leaving)
            self._tell_meanwhile(trying=False)
            return follows
        except errors.Unavailable:
            self._tell_meanwhile(trying=True)
            return self.__class__.again(self._attempt, leaving or "", between(1, 2))
        except errors.InvitationOver as error:
            if isinstance(error, errors.ReunionOver):
                self._drop_half((await self.get_state(WishState)).half)
            await self._meet_strangers()
            self.page.tell(error.sentence)
        except errors.WhimsyError as error:
            self.page.tell(error.sentence)
        return None

    async def _search(self, leaving: RoomId | None) -> Follows:
        page, door, proof = self.page, await self.get_state(DoorState), await self.get_state(ProofState)
        me, wishes = await page.caller(), await self.get_state(WishState)
        follows: Follows = None
        wish = wished(wishes, self.router.headers.accept_language or "")
        known = self._known(me, wishes)
        match await search(
            self._office, me, parse_cell(wishes.mode), wish, leaving, str(door.door_pass), known
        ):
            case AtDoor():
                door.asking = True
                return None
            case NotAdmitted(task=dict() as task):
                proof.challenge = task
            case NotAdmitted(standing=Standing() as standing):
                page.bar(standing)
            case NotAdmitted(why=errors.TooFast(wait=wait)) if wait <= _GOES_ON_AFTER:
                self.delay = Delay(n=self._attempt, seconds=math.ceil(wait + _MARGIN))
                follows = self.__class__.again(self._attempt, leaving or "", wait + _MARGIN)
            case NotAdmitted(why=errors.InvitationOver() as over):
                raise over
            case NotAdmitted(why):
                page.tell(why.sentence)
            case Began():
                if proof.challenge:
                    proof.challenge = {}
                page.bar(Standing())
                page.show(me)
                if me.view.phase != "searching":
                    return None
                self.company = me.view.company or ""
                return self.__class__.search
        if leaving:
            page.show(me)
        return self.__class__.stand_by if self.barring else follows

    def _tell_meanwhile(self, *, trying: bool) -> None:
        """Show that it is tried again, or remove that; once each, as attempts repeat."""
        said = self.notice.text == errors.Unavailable.meanwhile
        if trying != said:
            self.page.tell(errors.Unavailable.meanwhile if trying else "")
