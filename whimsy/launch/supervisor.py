"""Keeps the workers alive: one that dies is replaced, and one that cannot start does not stop the others."""

import gc
import logging
import os
import signal
import socket
import sys
import time

from whimsy.errors import Problem
from whimsy.faults import log_fault
from whimsy.launch.release import Releases
from whimsy.seam import contract
from whimsy.seam.server import STARTUP_FAILURE, Config, Multiprocess, Process

log = logging.getLogger(__name__)

PATIENCE = 30
"""Seconds that a worker may hang before it is killed (up to 20 on a machine that slept or swapped)."""
STARTING = 120
"""Seconds that the successor of a worker may take to start (2 on an idle machine, 20 beside a build, more on
one that is full). If it takes longer, the restart is given up and the old worker stays."""
_SOONEST, _LATEST = 1.0, 20.0
"""Seconds until a worker that could not start is tried again. They double, from the one to the other."""


class Worker(Config):
    """uvicorn's configuration. If the application cannot be loaded, the log says why in one line."""

    def load(self) -> None:
        gc.disable()  # as in __main__.py; whimsy.py enables it when all is loaded
        try:
            contract.check()
            super().load()
        except contract.Changed as changed:  # its message is ours
            log.critical("a worker cannot start: %s", changed)
            sys.exit(STARTUP_FAILURE)
        except Exception as error:  # multiprocessing would print its message, which may quote a secret
            log_fault(log, "a worker cannot start", error)
            sys.exit(STARTUP_FAILURE)


class Supervisor(Multiprocess):
    """uvicorn's supervisor, which also obeys a stop during a restart, and then refuses new clients."""

    def __init__(self, config: Config, sockets: list[socket.socket], releases: Releases) -> None:
        super().__init__(config, sockets)
        self._releases = releases
        self._serving: set[int | None] = set()
        self._ever = False
        self._failures = 0
        self._again_at = 0.0
        os.environ.update(releases.environment())
        for stop in (signal.SIGINT, signal.SIGTERM):
            signal.signal(stop, lambda _number, _frame: self.should_exit.set())

    def run(self) -> None:
        """Serve until told to stop; raises Problem if no worker ever started."""
        super().run()
        if self._failures and not self._ever:
            raise Problem("no worker could; the lines above say why.")

    def keep_subprocess_alive(self) -> None:
        """Replace workers that died or hang."""
        for place, process in enumerate(self.processes):
            if self.should_exit.is_set():
                return
            # uvicorn keeps the worker's end of the pipe open. So if a worker dies while it is asked whether
            # it is alive, uvicorn waits for the answer for as long as a worker may hang.
            process.child_conn.close()
            if process.is_alive(timeout=PATIENCE):
                self._note(process)
                continue
            if not process.parent_conn.closed:
                process.kill()
                process.join()
                self._mourn(process)
            if time.monotonic() >= self._again_at and not self.should_exit.is_set():
                self.processes[place] = self._begin()

    def restart_all(self) -> None:
        """Replace the workers one by one, for the present code and the current build."""
        # Set only here: a worker that died before must not serve a newer build than the others.
        os.environ.update(self._releases.environment())
        self._again_at = 0.0
        log.info("the workers are replaced one by one: build %s", os.environ["WHIMSY_BUILD"])
        super().restart_all()

    def terminate_all(self) -> None:
        super().terminate_all()
        # While they drain they accept nobody, so new clients must be refused instead of queued.
        for listening in self.sockets:
            listening.close()

    def _begin(self) -> Process:
        process = Process(self.config, self.sockets)
        process.start()
        return process

    def _note(self, process: Process) -> None:
        """Note that a worker serves, if it does by now."""
        if process.pid not in self._serving and process.is_ready(timeout=PATIENCE):
            self._serving = {one.pid for one in self.processes} & self._serving | {process.pid}
            self._ever, self._failures = True, 0
            log.info("worker %s serves", process.pid)

    def _mourn(self, process: Process) -> None:
        """Log that a worker died, and set when it is replaced."""
        killed, served = (process.exitcode or 0) < 0, process.pid in self._serving
        self._serving.discard(process.pid)
        self._failures = 0 if served else self._failures + 1
        if served or (killed and self._failures == 1):
            self._again_at = 0.0
            log.warning("worker %s died (%s), another one starts", process.pid, _how(process))
        elif killed or self._ever or any(one.process.is_alive() for one in self.processes):
            wait = min(_SOONEST * 2 ** min(self._failures - 1, 10), _LATEST)
            self._again_at = time.monotonic() + wait
            log.error("worker %s could not start (%s), tried again in %d s", process.pid, _how(process), wait)
        else:
            log.error("worker %s could not start (%s)", process.pid, _how(process))
            self.should_exit.set()


def _how(process: Process) -> str:
    code = process.exitcode or 0
    return f"exit status {code}" if code >= 0 else f"by {signal.Signals(-code).name}"
