"""A tab's search: the clicks that begin and end it, the poll while it lasts, and what bars it."""

import asyncio
from contextlib import aclosing, suppress

import reflex as rx

from whimsy import errors
from whimsy.acts.admission import prove
from whimsy.acts.search import AtDoor, Began, NotAdmitted, cancel, follow, search
from whimsy.chance import between
from whimsy.lobby.ticket import parse_cell
from whimsy.moderation.standing import Standing
from whimsy.seam.states import Follows
from whimsy.states.door import DoorState
from whimsy.states.page import Shown
from whimsy.states.proof import ProofState
from whimsy.states.wishes import WishState, wished
from whimsy.storage.keys import RoomId, parse_room

_LOOK_EVERY = 5.0
"""Seconds between two looks at what bars a visitor. Few are barred, and a granted appeal should show soon."""


class Searching(Shown, mixin=True):
    """The part of ChatState that looks for a partner, or waits until it may."""

    _attempt: int = 0

    @rx.event
    async def start(self) -> Follows:
        """Look for a partner."""
        return await self._enter(None)

    @rx.event
    async def next(self, room: object) -> Follows:
        """Leave `room` and look for somebody else, in one step."""
        with self.page.refusals():
            return await self._enter(parse_room(room))
        return None

    @rx.event(background=True)
    async def again(self, attempt: int, room: str) -> Follows:
        """Search after a random wait, as a store was away when the visitor asked."""
        await asyncio.sleep(between(1, 2))
        async with self:
            socket, changed = self._socket, (attempt, room) != (self._attempt, self.room)
        if changed or not self._office.browsers.has(socket.token, socket.sid):
            return None
        return self.__class__.next(room) if room else self.__class__.start

    @rx.event
    async def agree(self, claim: object) -> Follows:
        """Take the visitor's agreement to the rules, and begin the search that they asked for."""
        with self.page.refusals():
            visitor = (await self.page.caller()).place.tab.visitor
            door, made = await self.get_state(DoorState), await self._engine.door.admit(visitor, claim)
            door.door_pass = made or door.door_pass
            door.asking = door.turned_away = not made
            if made:
                return await self._enter(None)
        return None

    @rx.event
    async def prove(self, payload: object) -> Follows:
        """Take the browser's solution, and begin the search."""
        with self.page.refusals():
            me, proof = await self.page.caller(), await self.get_state(ProofState)
            if not proof.challenge:
                return None  # given up, or never asked
            proof.challenge = await prove(self._engine, me, payload)
            if not proof.challenge:
                return await self._enter(None)
        return None

    @rx.event(background=True)
    async def search(self) -> None:
        """Follow the search while it lasts."""
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
        """Stop searching."""
        self._attempt += 1
        with self.page.refusals():
            me = await self.page.caller()
            await cancel(self._engine, me)
            self.page.show(me)

    @rx.event(background=True)
    async def stand_by(self) -> None:
        """Look again and again, as no event tells that a sanction ended or was lifted."""
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

    # --- what no browser can call

    async def _enter(self, leaving: RoomId | None) -> Follows:
        self._attempt += 1  # what was asked before is no longer asked again
        try:
            follows = await self._search(leaving)
            self._tell_meanwhile(trying=False)
            return follows
        except errors.Unavailable:
            self._tell_meanwhile(trying=True)
            return self.__class__.again(self._attempt, leaving or "")
        except errors.WhimsyError as error:
            self.page.tell(error.sentence)
        return None

    async def _search(self, leaving: RoomId | None) -> Follows:
        page, door, proof = self.page, await self.get_state(DoorState), await self.get_state(ProofState)
        me, wishes = await page.caller(), await self.get_state(WishState)
        wish = wished(wishes, self.router.headers.accept_language or "")
        match await search(self._office, me, parse_cell(wishes.mode), wish, leaving, str(door.door_pass)):
            case AtDoor():
                door.asking = True
                return None
            case NotAdmitted(task=dict() as task):
                proof.challenge = task
            case NotAdmitted(standing=Standing() as standing):
                page.bar(standing)
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
        return self.__class__.stand_by if self.barring else None

    def _tell_meanwhile(self, *, trying: bool) -> None:
        """Show that it is tried again, once, and only as long as it is."""
        said = self.notice.text == errors.Unavailable.meanwhile
        if trying != said:
            self.page.tell(errors.Unavailable.meanwhile if trying else "")
