"""Serves pages and socket on one port by uvicorn workers, which are replaced when they die, and on SIGHUP."""

import logging
import os
import platform
import socket
import sys
import threading
import time
import urllib.request
from http.client import HTTPException

from whimsy import __version__
from whimsy.launch.address import clickable, probed
from whimsy.launch.build import ROOT, environment
from whimsy.launch.lines import LOGGING
from whimsy.launch.release import Releases
from whimsy.launch.supervisor import STARTING, Supervisor, Worker
from whimsy.seam.build import WORKERS
from whimsy.settings import Settings

log = logging.getLogger(__name__)


def serve(settings: Settings, listening: socket.socket) -> None:
    """Run the workers on `listening` until SIGINT or SIGTERM; raises Problem if none of them can start."""
    releases = Releases(settings.data_dir)
    os.chdir(ROOT)  # Reflex looks for .web here
    os.environ.update(environment() | WORKERS)
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    config = Worker(
        "whimsy.whimsy:app",
        factory=True,
        workers=settings.workers,
        loop="uvloop",
        http="whimsy.edge.protocols:Http",
        ws="whimsy.edge.protocols:WebSocket",
        ws_max_size=settings.max_frame,
        ws_ping_interval=None,  # Engine.IO pings each page
        ws_per_message_deflate=False,  # for short messages it costs more time and memory than it saves
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=LOGGING,
        timeout_graceful_shutdown=3,
        timeout_worker_healthcheck=STARTING,
    )
    address = settings.public_url or clickable(settings.host, settings.port)
    supervisor = Supervisor(config, sockets=[listening], releases=releases)
    log.info(
        "Whimsy %s starts: build %s, Python %s, %d worker%s, port %d",
        __version__, os.environ["WHIMSY_BUILD"], platform.python_version(), settings.workers,
        "s" * (settings.workers > 1), settings.port,
    )  # fmt: skip
    threading.Thread(target=_announce, args=(probed(listening), address), daemon=True).start()
    # Also for one worker, as uvicorn without a supervisor ends with it.
    supervisor.run()
    log.info("Whimsy has stopped")


def _announce(probe: str, address: str) -> None:
    """Print the address as soon as Whimsy answers. No proxy is used for our own port."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while True:
        try:
            with direct.open(f"{probe}/livez", timeout=2):
                break
        except (OSError, HTTPException):
            time.sleep(0.1)
    print(f"Whimsy is at {address}  (Ctrl-C stops it)", flush=True)  # noqa: T201
