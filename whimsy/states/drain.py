"""A process that is told to stop sends its tabs to the others first: at random moments, not all at once."""

from __future__ import annotations

import asyncio
import logging
import signal
from typing import Any

import reflex as rx
from uvicorn import Server

from whimsy.acts.office import Office
from whimsy.chance import between
from whimsy.errors import Unavailable
from whimsy.states.browsers import NAMESPACE
from whimsy.states.delivery import delivery

log = logging.getLogger(__name__)

_TABS_PER_SECOND = 100
"""What the others take in while they go on serving: a returning tab costs them 3 to 6 ms (tests/deploys)."""
_LATE = 1.0
"""How long to wait for pages that are slow to leave; then uvicorn closes their sockets (1012)."""


class Drain:
    """What SIGTERM does to a server process under uvicorn, which alone would cut every websocket at once.

    SIGINT (Ctrl-C) is still uvicorn's and ends the process at once, as a second SIGTERM does.
    """

    def __init__(self, app: rx.App, office: Office) -> None:
        self._sio: Any = app.sio
        self._office = office
        self._server: Any = None
        self._draining: asyncio.Task[None] | None = None

    def listen(self) -> None:
        """Take SIGTERM over from uvicorn; under another server do nothing."""
        server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
        if isinstance(server, Server):
            self._server = server
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._told)

    def _told(self) -> None:
        if self._draining or self._server.should_exit or not self._server.started:
            self._exit()
        else:
            self._office.draining = True
            self._draining = asyncio.create_task(self._drain())

    async def _drain(self) -> None:
        try:
            # Only this process stops listening: the socket goes on in the other workers.
            for listening in self._server.servers:
                listening.close()
            async with asyncio.timeout(await self._send_away() + _LATE):
                while any(not socket.closed for socket in self._sio.eio.sockets.values()):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
        except TimeoutError:
            log.warning("some pages did not leave by themselves")
        finally:
            self._exit()

    async def _send_away(self) -> float:
        """Tell every page when to come back; returns in how many seconds the last one goes."""
        pages = [sid for sid, _ in self._sio.manager.get_participants(NAMESPACE, None)]
        spread = min(self._office.engine.settings.drain, len(pages) / _TABS_PER_SECOND)
        for sid in pages:
            after_ms = round(1000 * between(0, spread))
            await self._sio.emit("come_back", after_ms, to=sid, namespace=NAMESPACE)
        return spread

    def _exit(self) -> None:
        self._server.handle_exit(signal.SIGTERM, None)


def ready() -> bool:
    """Whether new visitors should be sent to this process: it does not drain, and its store answers."""
    try:
        office = delivery()
    except Unavailable:
        return False
    return not (office.draining or office.away)
