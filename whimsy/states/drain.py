"""Before it stops, a process sends its tabs to the other processes, at random moments."""

import asyncio
import logging
import signal

import reflex as rx

from whimsy.acts.office import Office
from whimsy.chance import between
from whimsy.errors import Unavailable
from whimsy.seam import sockets
from whimsy.seam.server import Running
from whimsy.states.browsers import NAMESPACE
from whimsy.states.delivery import delivery

log = logging.getLogger(__name__)

_TABS_PER_SECOND = 100
"""As many as the other processes can take while they serve: each tab costs them 3 to 6 ms (tests/deploys)."""
_LATE = 3.0
"""Seconds to wait for slow pages; then uvicorn closes their sockets (code 1012)."""


class Drain:
    """Handles SIGTERM in place of uvicorn, which would close all websockets at the same moment.

    SIGINT (Ctrl-C) is left to uvicorn and ends the process at once, as does a second SIGTERM.
    """

    def __init__(self, app: rx.App, office: Office) -> None:
        self._app = app
        self._office = office
        self._server: Running | None = None
        self._draining: asyncio.Task[None] | None = None

    def listen(self) -> None:
        """Take over SIGTERM from uvicorn; under another server, do nothing."""
        self._server = Running.find()
        if self._server:
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._told)

    def _told(self) -> None:
        assert self._server
        if self._draining or not self._server.serves:
            self._server.end()
        else:
            self._office.draining = True
            self._draining = asyncio.create_task(self._drain(self._server))

    async def _drain(self, server: Running) -> None:
        try:
            server.stop_listening()
            async with asyncio.timeout(await self._send_away() + _LATE):
                while not sockets.all_closed(self._app):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
        except TimeoutError:
            log.warning("some pages did not leave by themselves")
        finally:
            server.end()

    async def _send_away(self) -> float:
        """Tell every page when to change to another process; returns the seconds until the last one does."""
        pages = sockets.all_in(self._app, NAMESPACE)
        spread = min(self._office.engine.settings.drain, len(pages) / _TABS_PER_SECOND)
        for link in pages:
            after_ms = round(1000 * between(0, spread))
            await sockets.tell(self._app, link, NAMESPACE, "come_back", after_ms)
        return spread


def ready() -> bool:
    """Whether this process can take visitors: it does not drain, and its store answers."""
    try:
        office = delivery()
    except Unavailable:
        return False
    return not (office.draining or office.away)
