"""Serve page and socket on one port: uvicorn workers, replaced when they die and, on SIGHUP, one by one."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request

from uvicorn import Config
from uvicorn.supervisors import Multiprocess

from whimsy.launch.build import ROOT, environment
from whimsy.launch.release import Releases
from whimsy.settings import Settings

_PATIENCE = 30
"""Seconds. How long a new worker may take to start (2 on a machine at rest, ten times that beside a build),
and how long one may hang before it is killed: 20 are a machine that slept or swapped, and it comes back."""


class NoHandshakes(logging.Filter):
    """Passes over clients that were gone before they were answered: floods of them must not flood the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is worth a line."""
        return "without completing handshake" not in record.msg


_LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"handshakes": {"()": NoHandshakes}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["handshakes"]}
    },
    "root": {"level": "WARNING", "handlers": ["stderr"]},
    # At INFO these print request lines, whose query holds a tab's token.
    "loggers": {"uvicorn.error": {"level": "WARNING"}, "uvicorn.access": {"level": "CRITICAL"}},
}


def serve(settings: Settings, listening: socket.socket) -> None:
    """Run the workers on `listening` until they are told to stop (SIGINT, SIGTERM)."""
    releases = Releases(settings.data_dir)
    os.chdir(ROOT)  # Reflex looks for .web here
    os.environ.update(environment())
    os.environ.update(
        {
            "REFLEX_ENV_MODE": "prod",
            "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
            "__REFLEX_SKIP_COMPILE": "true",
        }
    )
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    config = Config(
        "whimsy.whimsy:app",
        factory=True,
        workers=settings.workers,
        loop="uvloop",
        http="whimsy.edge.protocols:Http",  # type: ignore[arg-type]
        ws="whimsy.edge.protocols:Socket",  # type: ignore[arg-type]
        ws_max_size=settings.max_frame,
        ws_per_message_deflate=False,  # lines are short: it costs more time and memory than it saves
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=_LOGGING,
        timeout_graceful_shutdown=3,
        timeout_worker_healthcheck=_PATIENCE,
    )
    announcing = threading.Thread(target=_announce, args=(settings,), daemon=True)
    announcing.start()
    # Also for one worker: uvicorn alone would end with it.
    Supervisor(config, sockets=[listening], releases=releases).run()


class Supervisor(Multiprocess):
    """uvicorn's, which hears a stop also while it restarts, and then keeps nobody waiting at the door."""

    def __init__(self, config: Config, sockets: list[socket.socket], releases: Releases) -> None:
        super().__init__(config, sockets)
        self._releases = releases
        os.environ.update(releases.environment())
        for stop in (signal.SIGINT, signal.SIGTERM):
            signal.signal(stop, lambda _number, _frame: self.should_exit.set())

    def keep_subprocess_alive(self) -> None:
        """Replace who died or hangs."""
        for process in self.processes:
            # uvicorn keeps the worker's end of the pipe: of one that dies while it is asked how it is, the
            # answer would be waited for as long as one may hang.
            process.child_conn.close()
        super().keep_subprocess_alive()

    def restart_all(self) -> None:
        """Replace the workers one by one; the new ones run the present code and serve the newest build."""
        # Not read by a worker itself: one that is replaced meanwhile must not be ahead of the others.
        os.environ.update(self._releases.environment())
        super().restart_all()

    def terminate_all(self) -> None:
        """Tell all workers to stop."""
        super().terminate_all()
        # They no longer accept while they drain: whoever connects now must be refused, not left in the queue.
        for listening in self.sockets:
            listening.close()


def _announce(settings: Settings) -> None:
    address = f"http://{settings.host}:{settings.port}"
    while True:
        try:
            with urllib.request.urlopen(f"{address}/ping", timeout=2):  # noqa: S310 (our own address)
                break
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    print(f"Whimsy is at {settings.public_url or address}  (Ctrl-C stops it)", flush=True)  # noqa: T201
