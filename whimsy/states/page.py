"""A tab's page, for the handlers of all states: who calls, and what to show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypedDict

import reflex as rx

from whimsy import errors
from whimsy.acts import switchboard
from whimsy.acts.arrival import arrive, recognise
from whimsy.acts.attachment import Attachment, Socket
from whimsy.acts.office import Office
from whimsy.acts.view import View, Window
from whimsy.moderation.standing import Card, Standing
from whimsy.states import halves, preferences, wishes
from whimsy.states.delivery import Inside
from whimsy.states.notice import Noticing
from whimsy.states.preferences import PreferenceState
from whimsy.states.wishes import WishState
from whimsy.storage.keys import RoomId

_LOST = "Your last chat is over: the connection to it was lost."


class Delay(TypedDict):
    """A search goes on by itself after `seconds`, 0 for none; n: of the decision that it follows."""

    n: int
    seconds: int


class Shown(Noticing, Inside, rx.State, mixin=True):
    """The vars of a tab, all of which can be rebuilt from one snapshot of the store.

    barring: a sentence on what bars the visitor, or "", for screen readers; barred: the same in parts, for
    the card; previous: the room before this one, which can still be reported;
    role: as `View` names it; reunion: `Snapshot.again`; halves: of reunions (states/halves.py).
    """

    visitor_token: str = rx.LocalStorage("", name="whimsyUserId")
    tab_secret: str = rx.SessionStorage("", name="whimsyTab")
    halves: rx.Field[str] = rx.field(rx.LocalStorage("", name="whimsyAgain"))
    talking: str = rx.SessionStorage("", name="whimsyTalking")
    previous: rx.Field[str] = rx.field(rx.SessionStorage("", name="whimsyPrevious"))

    phase: rx.Field[str] = rx.field("loading")
    stage: rx.Field[int] = rx.field(0)
    company: rx.Field[str] = rx.field("")
    room: rx.Field[str] = rx.field("")
    ending: rx.Field[str] = rx.field("")
    role: rx.Field[str] = rx.field("")
    reunion: rx.Field[str] = rx.field("")
    shared: rx.Field[list[str]] = rx.field(default_factory=list)
    partner_away: rx.Field[bool] = rx.field(default=False)
    lines: rx.Field[Window] = rx.field(default_factory=lambda: View(0).lines(None))
    typing: rx.Field[int] = rx.field(0)
    video: rx.Field[str] = rx.field("")
    call: rx.Field[switchboard.Call] = rx.field(default_factory=lambda: switchboard.NO_CALL)
    resting: rx.Field[dict[str, int]] = rx.field(default_factory=lambda: {"until": 0, "seconds": 0})
    refused: rx.Field[dict[str, str]] = rx.field(default_factory=lambda: {"nonce": "", "sentence": ""})
    delay: rx.Field[Delay] = rx.field(default_factory=lambda: Delay(n=0, seconds=0))
    barring: rx.Field[str] = rx.field("")
    barred: rx.Field[Card] = rx.field(default_factory=Card)
    _barred_by: tuple[int, int] = (0, 0)

    @property
    def page(self) -> Page:
        return Page(self, self._office, self._socket)


class Page:
    """The page whose vars are in `chat`."""

    def __init__(self, chat: Shown, office: Office, socket: Socket) -> None:
        self._chat, self._office, self._socket = chat, office, socket

    @property
    def attached(self) -> Attachment | None:
        """The tab this page holds, if it has arrived."""
        return self._office.attachments.of(self._socket.token, self._socket.sid)

    async def caller(self) -> Attachment:
        """The attachment of this page's socket, which arrives now if it has not; raises as `arrive` does."""
        me = self.attached
        return me if me and me.here else await self.arrive()

    async def arrive(self) -> Attachment:
        """Find the visitor by what the browser kept, attach the tab, and show it.

        Raises TooFast, Unavailable, or NotHolder for a page that left before its turn came.
        """
        chat = self._chat
        if not self._socket.address:
            raise errors.NotHolder
        known = recognise(self._office.engine.identity, str(chat.visitor_token), str(chat.tab_secret))
        chat.visitor_token, chat.tab_secret = known.token, known.secret
        wished = await chat.get_state(WishState)
        wishes.recall(wished)
        liked = await chat.get_state(PreferenceState)
        preferences.recall(liked)
        me, standing = await arrive(self._office, known, self._socket, direct=liked.direct == "yes")
        if standing:
            self.bar(standing)
        if me.cell:  # the next search is of the same kind, also after a reload
            wished.mode = me.cell
        if me.view.phase == "idle" and chat.talking:
            self.tell(_LOST)
        self.show(me)
        return me

    def tell(self, sentence: str, tone: str = "error") -> None:
        """Show a sentence as a notice; "" removes the one shown."""
        self._chat._tell(sentence, tone)

    def bar(self, standing: Standing) -> None:
        """Show what bars the visitor, or that nothing does any more."""
        chat, by = self._chat, (standing.sanction, standing.until_ms) if standing.barred else (0, 0)
        if by != chat._barred_by:
            # Set once for each sanction, as its time left changes every minute; the card shows that.
            chat._barred_by, chat.barring = by, standing.sentence if standing.barred else ""
        if (card := standing.card) != chat.barred:
            chat.barred = card

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Show a refusal as a notice, and go on."""
        try:
            yield
        except errors.WhimsyError as error:
            self.tell(error.sentence)

    def show(self, me: Attachment, since: int | None = None) -> None:
        """Copy the view to the vars, with its lines after `since` (None: all). Setting a var sends it."""
        chat, engine, view = self._chat, self._office.engine, me.view
        if chat.room and chat.room != view.room and chat.role != "watch":
            chat.previous = chat.room
        for name, value in {
            "phase": view.phase,
            "stage": int(view.stage),
            "room": view.room,
            "ending": view.ending,
            "role": view.role,
            "reunion": view.again,
            "shared": list(view.shared),
            "partner_away": view.away,
            "video": view.consent,
            "talking": view.room if view.phase == "chatting" else "",
        }.items():
            if getattr(chat, name) != value:
                setattr(chat, name, value)
        if view.rest != chat.resting["until"] or (view.rest > 0 and since is None):
            # In seconds from now, as the browser's clock may be wrong.
            chat.resting = {"until": view.rest, "seconds": view.resting(engine.store.now())}
        if view.video != "on":
            if chat.call["n"]:
                chat.call = switchboard.NO_CALL
        elif view.call != chat.call["n"] or since is None:
            chat.call = switchboard.call_for(engine, me)
        if view.again == "both":
            self._keep_half(me, RoomId(view.room))
        if since != view.n:
            lines = view.lines(since)
            if view.room:
                # Tells the page which day it is, as the browser's clock may be wrong.
                lines["now"] = int(engine.store.now() * 1000)
            chat.lines = lines

    def _keep_half(self, me: Attachment, room: RoomId) -> None:
        reunions, visitor = self._office.engine.reunions, me.place.tab.visitor
        kept = str(self._chat.halves)
        now_kept = halves.keep(kept, room, lambda: reunions.half(room, visitor), reunions.until())
        if now_kept != kept:
            self._chat.halves = now_kept
