"""Brings events to tabs. All that is in a tab's mailbox changes its page once."""

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
from whimsy.events import Appended, Captioned, Event, PartnerTyping, SignalSent, Stale
from whimsy.faults import log_fault

log = logging.getLogger(__name__)

_AT_ONCE = 32
"""Pages that change at the same time, so that a burst to 1,000 tabs does not hold up the loop."""
_DOUBT = 1.0
"""Seconds until views are looked at again that may lack a text."""


class Mailboxes:
    def __init__(self, attachments: Attachments, browsers: Browsers) -> None:
        self._attachments = attachments
        self._browsers = browsers
        self._gate = asyncio.Semaphore(_AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()
        self._doubted: set[str] = set()

    def hear(self, _tab: str, holder: str, event: Event) -> None:
        """Put an event into a tab's mailbox. Typing, signals, captions and most texts go to the page."""
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
            case Captioned():
                if event.room == me.view.room:
                    said = {"room": event.room, "text": event.text}
                    self._spawn(self._browsers.tell(me, "caption", said))
            case Appended() if self._show_line(me, event):
                pass
            case _:
                self.deliver(me, event)

    def doubt(self, room: str) -> None:
        """Let the views of `room` look again soon, as nobody knows whether a text was posted."""
        if not self._doubted:
            asyncio.get_running_loop().call_later(_DOUBT, self._look_again)
        self._doubted.add(room)

    def missed(self) -> None:
        """Let every view look again, as events may have been lost."""
        for me in self._attachments.all():
            self.deliver(me, Stale())

    def deliver(self, me: Attachment, event: Event) -> None:
        """Put an event into a mailbox, and see that it is emptied."""
        me.mailbox.append(event)
        if not me.emptying:
            me.emptying = True
            self._spawn(self._empty(me))

    async def stop(self) -> None:
        """End all tasks, as the server stops."""
        await end(self._tasks)

    def _show_line(self, me: Attachment, event: Appended) -> bool:
        """Show a text at once, if nothing else is to be shown: nothing but the lines changes then."""
        view, entry = me.view, event.entry
        next_one = event.room == view.room and entry.seq == view.n + 1
        if entry.kind != "text" or not next_one or me.emptying or me.gone:
            return False
        # The page of its author learns it from the answer to its post.
        if not self._browsers.show_line(me, view.line(entry), tell=entry.seat != view.seat):
            return False
        return view.apply(event)

    def _look_again(self) -> None:
        doubted, self._doubted = self._doubted, set()
        for me in self._attachments.all():
            if me.view.room in doubted:
                self.deliver(me, Stale())

    async def _empty(self, me: Attachment) -> None:
        try:
            while me.mailbox and not me.gone:
                async with self._gate:
                    if self._browsers.has(me.socket.token, me.socket.sid):
                        await self._browsers.show(me)
                    else:
                        me.mailbox.clear()  # the page gets a snapshot when it comes back
        except Unavailable:
            await asyncio.sleep(1)  # the mailbox has its events again
        finally:
            me.emptying = False
        if me.mailbox and not me.gone:
            self.deliver(me, Stale())  # some of them may have been applied

    async def _pass_on(self, me: Attachment, event: SignalSent) -> None:
        await self._browsers.tell(me, "signal", switchboard.hear(me, event))

    def _spawn(self, job: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(job)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log_fault(log, "delivery failed", error)
