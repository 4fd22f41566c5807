"""Brings events to tabs: one inbox a process, one mailbox a tab, one change of a page for all of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from whimsy.acts import switchboard
from whimsy.acts.attachment import Attachment
from whimsy.acts.attachments import Attachments
from whimsy.acts.browsers import Browsers
from whimsy.chores import end
from whimsy.errors import Unavailable
from whimsy.events import Event, PartnerTyping, SignalSent, Stale
from whimsy.faults import log_fault

log = logging.getLogger(__name__)

_AT_ONCE = 32
"""Pages changed at the same time: a burst to 1,000 tabs must not pile up tasks on the loop."""


class Mailboxes:
    """The mailboxes of all attachments."""

    def __init__(self, attachments: Attachments, browsers: Browsers) -> None:
        self._attachments = attachments
        self._browsers = browsers
        self._gate = asyncio.Semaphore(_AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()

    def hear(self, _tab: str, holder: str, event: Event) -> None:
        """Take an event from the bus to the tab's mailbox; typing and signals are shown past it."""
        me = self._attachments.held(holder)
        if me is None:
            return
        match event:
            case PartnerTyping():
                if event.room == me.view.room:
                    me.typed += 1
                    self._spawn(self._browsers.show_typing(me))
            case SignalSent():
                self._spawn(self._pass_on(me, event))
            case _:
                self.deliver(me, event)

    def missed(self) -> None:
        """Events may have been lost: every view looks again."""
        for me in self._attachments.all():
            self.deliver(me, Stale())

    def deliver(self, me: Attachment, event: Event) -> None:
        """Put an event into the mailbox; what is pending is shown in one change."""
        me.mailbox.append(event)
        if not me.emptying:
            me.emptying = True
            self._spawn(self._empty(me))

    async def stop(self) -> None:
        """The server stops: what is on its way to a page ends."""
        await end(self._tasks)

    async def _empty(self, me: Attachment) -> None:
        try:
            while me.mailbox and not me.gone:
                async with self._gate:
                    if self._browsers.has(me.socket.token, me.socket.sid):
                        await self._browsers.show(me)
                    else:
                        me.mailbox.clear()  # it comes back through a snapshot
        except Unavailable:
            await asyncio.sleep(1)  # what was pending is in the mailbox again
        finally:
            me.emptying = False
        if me.mailbox and not me.gone:
            self.deliver(me, Stale())  # some may have been applied: look again

    async def _pass_on(self, me: Attachment, event: SignalSent) -> None:
        await self._browsers.signal(me, switchboard.hear(me, event))

    def _spawn(self, job: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(job)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log_fault(log, "delivery failed", error)
