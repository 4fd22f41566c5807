"""The office of this process, and access to it for states."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import reflex as rx

from whimsy import engine as engines
from whimsy.acts.attachment import Socket
from whimsy.acts.attachments import Attachments
from whimsy.acts.mailboxes import Mailboxes
from whimsy.acts.office import Office
from whimsy.engine import Engine
from whimsy.errors import Unavailable
from whimsy.settings import Settings
from whimsy.states.browsers import ReflexBrowsers

if TYPE_CHECKING:
    from whimsy.states.chat import ChatState

_current: Office | None = None


def delivery() -> Office:
    """The office of this process; raises Unavailable while the server starts or stops."""
    if _current is None:
        raise Unavailable("delivery")
    return _current


class Inside(rx.State, mixin=True):
    """A state whose handlers act within the office of this process."""

    @property
    def _office(self) -> Office:
        return delivery()

    @property
    def _engine(self) -> Engine:
        return self._office.engine

    @property
    def _socket(self) -> Socket:
        """The socket of the page whose handler runs, as the server knows it."""
        session = self.router.session
        return self._office.browsers.socket(session.client_token, session.session_id)


@asynccontextmanager
async def delivering(app: rx.App, state: type[ChatState], settings: Settings) -> AsyncIterator[Office]:
    """Run the engine until the server stops, and show its events by `state`."""
    global _current
    browsers, attachments = ReflexBrowsers(app, state), Attachments()
    mailboxes = Mailboxes(attachments, browsers)
    async with engines.running(settings, mailboxes.hear, mailboxes.missed) as engine:
        _current = Office(engine, attachments, mailboxes, browsers)
        try:
            yield _current
        finally:
            closing, _current = _current, None
            await closing.close()
