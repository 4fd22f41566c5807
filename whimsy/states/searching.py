"""How a tab searches: the clicks that begin and end it, and the poll while it lasts."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import reflex as rx

from whimsy import errors
from whimsy.chance import between
from whimsy.events import Stale
from whimsy.lobby.lobby import Lapsed, Paired, Waiting
from whimsy.moderation.standing import Standing
from whimsy.states.admission import Admission, admit
from whimsy.states.attachment import Attachment
from whimsy.states.delivery import delivery
from whimsy.states.door import DoorState
from whimsy.states.proof import ProofState
from whimsy.states.wishes import WishState
from whimsy.storage.keys import Cell, RoomId, parse_room


class Searching(rx.State, mixin=True):
    """The part of ChatState that looks for a partner."""

    _attempt: int = 0

    @rx.event
    async def start(self):
        """Look for a partner."""
        return await self._enter(None)

    @rx.event
    async def next(self, room):
        """Leave `room` and look for somebody else, in one step."""
        with self._refusals():
            return await self._enter(parse_room(room))
        return None

    @rx.event(background=True)
    async def again(self, attempt, room):
        """A store was away when the visitor asked for somebody: ask for them, not all at the same moment."""
        await asyncio.sleep(between(1, 2))
        async with self:
            session, changed = self.router.session, (attempt, room) != (self._attempt, self.room)
        if changed or not delivery().has_socket(session.client_token, session.session_id):
            return None
        return self.__class__.next(room) if room else self.__class__.start

    @rx.event
    async def agree(self, claim):
        """The visitor agrees to the rules at the door, and begins what they came for."""
        with self._refusals():
            me = await self._me()
            door = await self.get_state(DoorState)
            if await door._agree(me.place.tab.visitor, claim):
                return await self._enter(None)
        return None

    @rx.event
    async def prove(self, payload):
        """The browser did the task it was given: the search begins."""
        with self._refusals():
            me = await self._me()
            proof = await self.get_state(ProofState)
            if await proof._accept(me.place.tab.visitor, payload, me.address):
                return await self._enter(None)
        return None

    @rx.event(background=True)
    async def search(self):
        """Poll while the search lasts: renew the lease, widen, claim, find a match we were not told of."""
        async with self:
            me = delivery().of(self.router.session.client_token, self.router.session.session_id)
        if me is None or me.searching or me.cell is None:
            return
        me.searching = True
        try:
            while True:
                await asyncio.sleep(delivery().settings.poll)
                if me.view.phase != "searching" or me.gone or me.cell is None:
                    return
                holds = delivery().draining or time.monotonic() < me.looks_from
                waits = None if holds else await _poll(me, me.cell)
                if waits and (waits.stage, waits.company) != (me.view.stage, self.company):
                    async with self:
                        me.view.stage = self.stage = int(waits.stage)
                        self.company = waits.company
        finally:
            me.searching = False

    @rx.event
    async def cancel(self):
        """Stop searching."""
        self._attempt += 1
        with self._refusals():
            me = await self._me()
            if me.cell:
                await delivery().engine.lobby.cancel(me.place, me.cell)
            self._go_idle(me)

    # --- what no browser can call

    async def _enter(self, leaving: RoomId | None) -> Any:
        self._attempt += 1  # what was asked before is no longer asked again
        try:
            search = await self._ask_lobby(leaving)
            self._tell_meanwhile(trying=False)
            return search
        except errors.Unavailable:
            self._tell_meanwhile(trying=True)
            return self.__class__.again(self._attempt, leaving or "")
        except errors.WhimsyError as error:
            self._tell(error.sentence)
        return None

    async def _ask_lobby(self, leaving: RoomId | None) -> Any:
        me = await self._me()
        if leaving:
            await self._count_skip(me, leaving)
        if not (await self.get_state(DoorState))._open(me.place.tab.visitor):
            return None
        wishes = await self.get_state(WishState)
        cell = wishes._cell()
        admission = await self._admit(me, cell, leaving)
        if admission is None:
            return self.__class__.stand_by if self.barring else None
        me.looks_from = time.monotonic() + admission.wait
        me.cell = cell  # from here the beat looks after it, even if the answer gets lost
        ticket = wishes._wishes(self.router.headers.accept_language or "")
        hold = delivery().draining or admission.wait > 0
        match await delivery().engine.lobby.enter(
            me.place, cell, ticket, leaving, hold=hold, address=me.address, pool=admission.pool
        ):
            case Paired():
                await self._look_again(me)
            case Waiting(turn, stage, company):
                self.company = company
                me.view.search(turn, stage)
                self._render(me, since=None)
                return self.__class__.search
        return None

    async def _admit(self, me: Attachment, cell: Cell, leaving: RoomId | None) -> Admission | None:
        """Whether they may search now. Whom one wants to leave one leaves, whatever becomes of the search."""
        proof = await self.get_state(ProofState)
        try:
            admission = await admit(delivery().engine, me, cell, skips=leaving is not None)
        except errors.Refused as refused:
            if isinstance(refused, errors.NeedsProof):
                await proof._ask(me.place.tab.visitor, me.address)
            elif isinstance(refused, errors.Sanctioned):
                await self._look_at_standing(me)
            else:
                self._tell(refused.sentence)
            if leaving:
                await delivery().engine.rooms.leave(me.place, leaving)
                await self._look_again(me)
            return None
        proof._forget()
        self._bar(Standing())
        return admission

    def _tell_meanwhile(self, *, trying: bool) -> None:
        """Say that it is tried again: once, however often, and no longer than that."""
        said = self.notice["text"] == errors.Unavailable.meanwhile
        if trying != said:
            self._tell(errors.Unavailable.meanwhile if trying else "")

    async def _count_skip(self, me: Attachment, room: RoomId) -> None:
        """The visitor leaves `room`: how long it lasted is how patient they are."""
        if me.view.phase == "chatting" and me.view.room == room != me.skipped:
            me.skipped = room
            engine = delivery().engine
            await engine.skips.left(me.place.tab.visitor, me.view.lasted(engine.store.now()))


async def _poll(me: Attachment, cell: Cell) -> Waiting | None:
    """One look into the lobby; returns how the search stands, or None when it is over."""
    office = delivery()
    try:
        match await office.engine.lobby.poll(me.place, cell, me.view.ticket):
            case Waiting() as waits:
                return waits
            case Lapsed("away"):
                pass  # the next beat brings it back, if it is still here
            case Paired(room) if me.view.room != room:
                office.deliver(me, Stale())  # the news of the match got lost
            case Lapsed():
                office.deliver(me, Stale())
    except errors.Unavailable:
        pass  # the next poll may be luckier
    return None
