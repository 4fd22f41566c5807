"""uvicorn, whose classes we change and whose server we end our own way; and which loggers talk too much."""

from __future__ import annotations

import signal

from uvicorn import Config, Server
from uvicorn.config import STARTUP_FAILURE
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.supervisors import Multiprocess
from uvicorn.supervisors.multiprocess import Process

__all__ = [
    "STARTUP_FAILURE",
    "Config",
    "HttpToolsProtocol",
    "Multiprocess",
    "Process",
    "WebSocketsSansIOProtocol",
]

TALKATIVE = ("reflex", "reflex_base", "socketio.server", "engineio.server", "asyncio")
"""Loggers that put tokens, payloads or the text of exceptions into their lines."""
LOGGER, REQUESTS = "uvicorn.error", "uvicorn.access"
"""uvicorn's; at INFO they print request lines, whose query holds a tab's token."""
NO_HANDSHAKE = "without completing handshake"
"""In the line about a client that was gone before it was answered."""


class Running:
    """The uvicorn server that runs in this process."""

    def __init__(self, server: Server) -> None:
        self._server = server

    @classmethod
    def find(cls) -> Running | None:
        """By the signal it waits for; None under another server."""
        server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
        return cls(server) if isinstance(server, Server) else None

    @property
    def serves(self) -> bool:
        """Whether it has started, and has not been told to end."""
        return self._server.started and not self._server.should_exit

    def stop_listening(self) -> None:
        """Take no more connections. Only this process: the socket goes on in the others."""
        for listening in self._server.servers:
            listening.close()

    def end(self) -> None:
        """Do what it would have done on its own when it was told to end."""
        self._server.handle_exit(signal.SIGTERM, None)
