"""uvicorn, whose classes we change and whose server we end our own way, and the loggers that say too much."""

from __future__ import annotations

import signal

from uvicorn import Config, Server
from uvicorn.config import STARTUP_FAILURE
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.supervisors import Multiprocess
from uvicorn.supervisors.multiprocess import Process
from websockets.protocol import OPEN

__all__ = [
    "OPEN",
    "STARTUP_FAILURE",
    "Config",
    "HttpToolsProtocol",
    "Multiprocess",
    "Process",
    "WebSocketsSansIOProtocol",
]

TALKATIVE = ("reflex", "reflex_base", "socketio.server", "engineio.server", "asyncio")
"""Loggers that write tokens, payloads or the text of exceptions."""
LOGGER, REQUESTS = "uvicorn.error", "uvicorn.access"
"""Loggers of uvicorn. At INFO they write the lines of requests, whose query holds a tab's token."""
NO_HANDSHAKE = "without completing handshake"
"""Part of the line about a client that left before it was answered."""


class Running:
    def __init__(self, server: Server) -> None:
        self._server = server

    @classmethod
    def find(cls) -> Running | None:
        """Find it by its handler of SIGTERM; None under another server."""
        server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
        return cls(server) if isinstance(server, Server) else None

    @property
    def serves(self) -> bool:
        """Whether it has started and was not told to end."""
        return self._server.started and not self._server.should_exit

    def stop_listening(self) -> None:
        """Let this process take no more connections. Others go on with the socket that they share."""
        for listening in self._server.servers:
            listening.close()

    def end(self) -> None:
        """End it, as it would have ended by itself when it was told to."""
        self._server.handle_exit(signal.SIGTERM, None)
