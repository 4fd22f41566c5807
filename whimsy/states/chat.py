"""A tab's view of its search or conversation, and the clicks that change it.

Every handler finds its caller itself and parses what the browser sent: Reflex enforces neither.
Handlers take no ids of persons or tabs; the room they name is only compared.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import reflex as rx

from whimsy import errors
from whimsy.chance import between
from whimsy.events import Appended, Event, Nudged, Sanctioned, Stale
from whimsy.moderation.sanction import Step
from whimsy.moderation.screens.finding import Nudge
from whimsy.moderation.shunned import ENDS_OF_CALLS, cut_short
from whimsy.rooms.room import IDLE, parse_nonce
from whimsy.seam.states import EventSpec
from whimsy.states import switchboard
from whimsy.states.admission import crowded
from whimsy.states.attachment import Attachment
from whimsy.states.barring import Barring
from whimsy.states.delivery import delivery
from whimsy.states.online import OnlineState
from whimsy.states.preferences import PreferenceState
from whimsy.states.searching import Searching
from whimsy.states.speech import say
from whimsy.states.wishes import WishState
from whimsy.storage.keys import RoomId, parse_room


class ChatState(Searching, Barring, rx.State):
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
        with self._refusals():
            me = await self._me()
            await self._look_again(me)

    # --- talking

    @rx.event
    async def post(self, room, nonce, text):
        """Say `text` in `room`. Refused, it goes back to the composer with a sentence."""
        try:
            aimed, own = parse_room(room), parse_nonce(nonce)
        except errors.Malformed:
            return
        try:
            me = await self._me()
            await say(delivery().engine, me, aimed, own, text)
        except errors.Unavailable:
            return  # the composer tries again with the same nonce
        except errors.WhimsyError as error:
            self.refused = {"nonce": own, "sentence": error.sentence}

    @rx.event
    async def leave(self, room):
        """End the conversation, if `room` is still the one."""
        self._attempt += 1
        with self._refusals():
            me, leaving = await self._me(), parse_room(room)
            await delivery().engine.rooms.leave(me.place, leaving)
            await self._count_skip(me, leaving)
            await self._look_again(me)

    @rx.event
    async def home(self, room):
        """Leave the ended conversation behind and go back to the start."""
        self._attempt += 1
        with self._refusals():
            me = await self._me()
            await delivery().engine.rooms.leave(me.place, parse_room(room), forget=True)
            self._go_idle(me)

    @rx.event
    def dismiss_notice(self):
        """The visitor has read it."""
        self.notice = {**self.notice, "text": ""}

    # --- what no browser can call

    async def _me(self) -> Attachment:
        """The caller's attachment, from what the server knows of the socket."""
        session = self.router.session
        return delivery().of(session.client_token, session.session_id) or await self._attach()

    async def _arrive(self) -> Any:
        try:
            me = await self._attach()
            self._tell_meanwhile(trying=False)
        except errors.Unavailable:
            self._tell_meanwhile(trying=True)
            return ChatState.arrive_later
        except errors.TooFast as error:
            self._tell(error.sentence)
            return ChatState.arrive_later
        finally:
            # Not before: what all pages are told meanwhile would come first, and this would overrule it.
            online = await self.get_state(OnlineState)
            online.count, online.away = delivery().online, delivery().away
        follows = [ChatState.stand_by] if self.barring else []
        return [*follows, ChatState.search] if me.view.phase == "searching" else follows

    async def _attach(self) -> Attachment:
        office, session = delivery(), self.router.session
        new = office.engine.identity.known(str(self.visitor_token)) is None
        visitor, self.visitor_token = office.engine.identity.visitor(str(self.visitor_token))
        if new and await crowded(office.engine, office.address(session.session_id), "visitor"):
            await office.engine.proofs.want(visitor)
        tab, self.tab_secret = office.engine.identity.tab(str(self.tab_secret), visitor)
        (await self.get_state(WishState))._recall()
        preferences = await self.get_state(PreferenceState)
        preferences._recall()
        me = await office.attach(session.client_token, session.session_id, tab)
        me.direct = preferences.direct == "yes"
        with suppress(errors.Unavailable):  # whoever may chat must not wait for it: Start asks again
            await self._look_at_standing(me)
        if me.view.phase == "idle" and self.talking:
            self._tell("Your last chat is over: the connection to it was lost.")
        self._render(me, since=None)
        return me

    async def _look_again(self, me: Attachment) -> bool:
        """Show what the store says; False when it lost what was shown."""
        kept = True
        if me.cell:
            snapshot = await delivery().engine.rooms.snapshot(me.place.tab, me.cell)
            kept = me.view.show(snapshot)
            me.cell = None if snapshot.phase == "idle" else me.cell
        self._render(me, since=None)
        return kept

    def _go_idle(self, me: Attachment) -> None:
        me.view.show(IDLE)
        me.cell = None
        self._render(me, since=None)

    async def _absorb(self, me: Attachment, pending: list[Event]) -> EventSpec | None:
        """Show what is pending in one change; returns the search to start, if the view fell into one."""
        room, n, searched = me.view.room, me.view.n, me.view.phase == "searching"
        whole = any(isinstance(event, Stale | Sanctioned) for event in pending)
        await self._say_what_is_told(me, pending)
        if whole or not all(me.view.apply(event) for event in pending):
            if me.cell is None or me.view.phase == "elsewhere":
                return None
            kept = await self._look_again(me)
            if self.barring and not me.standing_by:
                return ChatState.stand_by()
            if searched and not self.barring and (not kept or me.view.phase == "idle"):
                # Whoever is here did not cancel: the store lost the search, or freed it for silence.
                return ChatState.start()
        else:
            self._render(me, since=n if room == me.view.room else None)
        await self._count_cut_short(me, pending)
        if me.view.phase == "searching" and not me.searching:
            return ChatState.search()
        return None

    async def _count_cut_short(self, me: Attachment, pending: list[Event]) -> None:
        """The other side may have ended a call at once: that speaks against this one."""
        if any(isinstance(e, Appended) and e.entry.code in ENDS_OF_CALLS for e in pending):
            lasted = cut_short(me.view.log, me.view.seat)
            with suppress(errors.Unavailable):
                await delivery().engine.moderation.shunned.ended(
                    me.place.tab.visitor, me.address, RoomId(me.view.room), lasted
                )

    async def _say_what_is_told(self, me: Attachment, pending: list[Event]) -> None:
        for event in pending:
            if isinstance(event, Nudged) and event.room == me.view.room:
                self._tell(Nudge(event.code).sentence, tone="care")
            elif isinstance(event, Sanctioned):
                standing = await self._look_at_standing(me)
                if standing.step == Step.WARN:
                    self._tell(standing.sentence)

    def _render(self, me: Attachment, since: int | None) -> None:
        """Copy the view to the vars; only what differs is sent."""
        view = me.view
        if self.room and self.room != view.room:
            self.previous = self.room  # may still be reported
        for name, value in {
            "phase": view.phase,
            "stage": int(view.stage),
            "room": view.room,
            "shared": list(view.shared),
            "partner_away": view.away,
            "video": view.consent,
            "talking": view.room if view.phase == "chatting" else "",
        }.items():
            if getattr(self, name) != value:
                setattr(self, name, value)
        if view.rest != self.resting["until"] or (view.rest > 0 and since is None):
            # In seconds from now: no browser's clock is asked.
            self.resting = {"until": view.rest, "seconds": view.resting(delivery().engine.store.now())}
        if view.video != "on":
            self.call = switchboard.NO_CALL
        elif view.call != self.call["n"] or since is None:
            self.call = switchboard.call_for(delivery().engine, me)
        if since != view.n:
            # By this the page knows what day it is: a browser's own clock may be wrong.
            now = {"now": int(delivery().engine.store.now() * 1000)} if view.room else {}
            self.lines = {**view.lines(since), **now}

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        """Turn a refusal into a sentence on the page; nothing else changed."""
        try:
            yield
        except errors.WhimsyError as error:
            self._tell(error.sentence)

    def _tell(self, sentence: str, tone: str = "error") -> None:
        self.notice = {"id": self.notice["id"] + 1, "text": sentence, "tone": tone}
