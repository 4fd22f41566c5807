"""Brings events to states: one inbox a process, one mailbox a tab, one state change for what is pending."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import reflex as rx

from whimsy import engine as engines
from whimsy.engine import Engine
from whimsy.errors import Unavailable, WhimsyError
from whimsy.events import Event, PartnerTyping, SignalSent, Stale
from whimsy.faults import log_fault
from whimsy.rooms.room import IDLE, Place, Snapshot
from whimsy.seam import sockets, states
from whimsy.settings import Settings
from whimsy.states import switchboard
from whimsy.states.attachment import Attachment
from whimsy.states.online import OnlineState
from whimsy.states.view import View
from whimsy.storage.keys import parse_room
from whimsy.visitors.address import AddressKey
from whimsy.visitors.identity import Tab

log = logging.getLogger(__name__)

_AT_ONCE = 32
"""State changes under way at the same time: a burst to 1,000 tabs must not pile up tasks on the loop."""
_FORGET_AFTER = 2.0


class Delivery:
    """The tabs attached to this process. `state` is the class whose instances show them.

    away: Redis does not answer. draining: this process is about to end, and begins nothing new.
    """

    engine: Engine

    def __init__(self, app: rx.App, state: type[rx.State], settings: Settings) -> None:
        self.settings = settings
        self.online = 0
        self.away = False
        self.draining = False
        self._app = app
        self._state = state
        self._numbers = itertools.count(1)
        self._by_token: dict[str, Attachment] = {}
        self._by_link: dict[str, Attachment] = {}
        self._by_holder: dict[str, Attachment] = {}
        self._gate = asyncio.Semaphore(_AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()

    # --- who is attached

    def of(self, token: str, sid: str) -> Attachment | None:
        """The attachment of the caller of an event; both names come from the server, never the browser."""
        attachment = self._by_token.get(token)
        return attachment if attachment and attachment.sid == sid else None

    def on_link(self, link: str) -> Attachment | None:
        """The attachment whose websocket this is."""
        return self._by_link.get(link)

    def attachments(self) -> list[Attachment]:
        """All of them, as of now."""
        return list(self._by_token.values())

    async def attach(self, token: str, sid: str, tab: Tab) -> Attachment:
        """Hold `tab` with this socket from now on, and show where it is; raises Unavailable."""
        attachment = self.of(token, sid)
        if attachment is None or attachment.place.tab != tab or attachment.view.phase == "elsewhere":
            self._drop(self._by_token.get(token))
            attachment = self._register(token, sid, tab)
        attachment.view.show(await self._bring_back(attachment))
        if attachment.gone:  # the socket closed while we waited: nobody would renew this lease
            await self._part(attachment, self.settings.grace_lost)
        return attachment

    async def detach(self, link: str, *, goodbye: bool) -> None:
        """The socket of `link` is gone; `goodbye` when the page itself said so (a close or a refresh)."""
        attachment = self._by_link.get(link)
        if attachment is None:
            return
        self._drop(attachment)
        asyncio.get_running_loop().call_later(_FORGET_AFTER, self.forget_state, attachment.token)
        if self.draining and not goodbye and attachment.view.phase == "chatting":
            # On its way to another process: its lease runs on, so the partner need not be alarmed.
            return
        grace = self.settings.grace_closed if goodbye else self.settings.grace_lost
        try:
            await self._part(attachment, grace)
            if not any(a.place.tab.visitor == attachment.place.tab.visitor for a in self.attachments()):
                await self.engine.headcount.fade(attachment.place.tab.visitor)
        except Unavailable:
            log.warning("a tab left while redis was away; its lease will run out")

    async def bring_back(self, attachment: Attachment) -> None:
        """The store took the tab for away, but its socket is here: return properly."""
        if attachment.cell:
            # Where the tab is, if anywhere still, the view learns by looking again.
            await self.engine.rooms.attach(attachment.place, attachment.cell)
            self.deliver(attachment, Stale())

    async def _bring_back(self, attachment: Attachment) -> Snapshot:
        cell = await self.engine.lobby.where(attachment.place.tab) or attachment.cell
        snapshot = await self.engine.rooms.attach(attachment.place, cell) if cell else IDLE
        attachment.cell = cell if snapshot.phase != "idle" else None
        return snapshot

    async def _part(self, attachment: Attachment, grace: float) -> None:
        if attachment.cell:
            await self.engine.rooms.part(attachment.place, attachment.cell, grace)

    def _register(self, token: str, sid: str, tab: Tab) -> Attachment:
        link = sockets.link_of_page(self._app, sid)
        holder = f"{self.engine.bus.inbox}/{next(self._numbers)}"
        attachment = Attachment(
            token, sid, link, Place(tab, holder), View(self.settings.history), address=self.address(sid)
        )
        self._by_token[token] = self._by_link[link] = self._by_holder[holder] = attachment
        return attachment

    def address(self, sid: str) -> AddressKey:
        """Where a socket comes from, as the gate hashed it."""
        return AddressKey(sockets.scope(self._app, sid).get("whimsy.address", ""))

    def _drop(self, attachment: Attachment | None) -> None:
        if attachment is None:
            return
        attachment.gone = True
        self._by_holder.pop(attachment.place.holder, None)
        for index, key in ((self._by_token, attachment.token), (self._by_link, attachment.link)):
            if index.get(key) is attachment:
                del index[key]

    def is_connected(self, attachment: Attachment) -> bool:
        """Whether Reflex still has the socket."""
        return self.has_socket(attachment.token, attachment.sid)

    def has_socket(self, token: str, sid: str) -> bool:
        """Whether this is still the socket of `token`, be it a visitor's or the desk's."""
        return sockets.holder_of(self._app, token) == sid

    def forget_state(self, token: str) -> None:
        """Drop the state of a tab that did not come back: it holds what was said, and memory."""
        states.forget(self._app, self._state, token)

    # --- what they are told

    def hear(self, _tab: str, holder: str, event: Event) -> None:
        """Take an event from the bus to the tab's mailbox; typing takes the raw lane instead."""
        attachment = self._by_holder.get(holder)
        if attachment is None:
            return
        match event:
            case PartnerTyping():
                if event.room == attachment.view.room:
                    self._spawn(self._show_typing(attachment))
            case SignalSent():
                self._spawn(switchboard.pass_on(self._app, attachment, event))
            case _:
                self.deliver(attachment, event)

    def missed(self) -> None:
        """Events may have been lost: every view looks again."""
        for attachment in self.attachments():
            self.deliver(attachment, Stale())

    def deliver(self, attachment: Attachment, event: Event) -> None:
        """Put an event into the mailbox; what is pending is shown in one state change."""
        attachment.mailbox.append(event)
        if not attachment.draining:
            attachment.draining = True
            self._spawn(self._drain(attachment))

    async def _drain(self, attachment: Attachment) -> None:
        try:
            while attachment.mailbox and not attachment.gone:
                async with self._gate:
                    await self._show_pending(attachment)
        except Unavailable:
            await asyncio.sleep(1)  # what was pending is in the mailbox again
        finally:
            attachment.draining = False
        if attachment.mailbox and not attachment.gone:
            self.deliver(attachment, Stale())  # some may have been applied: look again

    async def _show_pending(self, attachment: Attachment) -> None:
        if not self.is_connected(attachment):
            attachment.mailbox.clear()  # it comes back through a snapshot
            return
        token = rx.BaseStateToken(ident=attachment.token, cls=self._state)
        async with self._app.modify_state(token) as root:
            state: Any = await root.get_state(self._state)
            pending, attachment.mailbox = attachment.mailbox, []
            try:
                search = await state._absorb(attachment, pending)
            except Unavailable:
                attachment.mailbox[:0] = pending
                raise
        if search:
            await states.begin(self._app, attachment.token, search)

    async def _show_typing(self, attachment: Attachment) -> None:
        attachment.typed += 1
        await states.show(self._app, self._state, {"typing": attachment.typed}, attachment.token)

    async def show_online(self, count: int) -> None:
        """Show the headcount on every page of this process: one raw delta, serialised once."""
        if count != self.online:
            self.online = count
            await states.show(self._app, OnlineState, {"count": count}, None)

    async def watch_store(self) -> None:
        """See whether the store answers, and say so on every page of this process when that changes."""
        away = not await self.engine.pulse()
        if away != self.away:
            self.away = away
            if away:
                log.warning("the store does not answer, and every page says so")
            else:
                log.warning("the store answers again")
            await states.show(self._app, OnlineState, {"away": away}, None)

    def _spawn(self, job: Any) -> None:
        task = asyncio.create_task(job)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log_fault(log, "delivery failed", error)

    # --- what the wire brings

    async def typing(self, link: str, room: object) -> None:
        """The visitor pressed a key; whatever is wrong with it is not worth an answer."""
        attachment = self.on_link(link)
        if attachment is None:
            return
        try:
            await self.engine.rooms.typing(attachment.place, parse_room(room))
        except WhimsyError:
            return

    async def signal(self, link: str, raw: object) -> str:
        """The visitor's browser says something about its call; returns "ok" or why it was refused."""
        attachment = self.on_link(link)
        return await switchboard.say(self.engine, attachment, raw) if attachment else "gone"

    def servers(self, link: str, asked: object) -> dict[str, Any] | None:
        """The visitor's browser starts ICE anew; returns what it needs, None if it is not in that call."""
        attachment = self.on_link(link)
        return switchboard.servers_for(self.engine, attachment, asked) if attachment else None


_current: Delivery | None = None


def delivery() -> Delivery:
    """The delivery of this process; there is one from start to stop of the server."""
    if _current is None:
        raise Unavailable("delivery")
    return _current


@asynccontextmanager
async def delivering(app: rx.App, state: type[rx.State], settings: Settings) -> AsyncIterator[Delivery]:
    """Start the engine and bring its events to `state` until the server stops."""
    global _current
    office = Delivery(app, state, settings)
    async with engines.running(settings, office.hear, office.missed) as engine:
        office.engine = engine
        _current = office
        try:
            yield office
        finally:
            _current = None
