"""What a deployer is told about a database that cannot be used: what it is, and never a part of the url."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.ports import free_port
from whimsy.errors import Problem
from whimsy.launch import checks
from whimsy.settings import Settings

PASSWORD = "hunter2hunter2"


@contextmanager
def postgres(code: str) -> Iterator[int]:
    """The port of a PostgreSQL that has no TLS and answers every login with an error (protocol 3.0)."""

    def answer(client: socket.socket) -> None:
        with client:
            while head := client.recv(8):
                _, kind = struct.unpack("!ii", head)
                if kind == 80877103:  # SSLRequest
                    client.sendall(b"N")
                    continue
                client.recv(4096)
                body = b"".join(
                    f"{k}{v}".encode() + b"\0" for k, v in (("S", "FATAL"), ("C", code), ("M", PASSWORD))
                )
                client.sendall(b"E" + struct.pack("!i", len(body) + 5) + body + b"\0")
                return

    def serve() -> None:
        while True:
            try:
                client, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(client,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


def told(tmp_path, url: str) -> str:
    with pytest.raises(Problem) as problem:
        checks.migrate_database(Settings(data_dir=tmp_path, db_url=url))
    said = str(problem.value)
    assert PASSWORD not in said and said.count(". ") == 0 and "\n" not in said
    return said


@pytest.mark.parametrize(
    ("code", "words"),
    [("28P01", "does not accept the user and password"), ("28000", "does not let the user"),
     ("3D000", "no database of the name"), ("53300", "no connection left"), ("57P03", "starting or stopping"),
     ("42501", "may not make tables"), ("25006", "only reads"), ("XX000", "cannot be migrated")],
)  # fmt: skip
def test_what_postgresql_refuses_is_said(tmp_path, code, words):
    """Fails with "does not answer" for all."""
    with postgres(code) as port:
        assert words in told(tmp_path, f"postgres://u:{PASSWORD}@127.0.0.1:{port}/x")


def test_a_server_without_tls(tmp_path):
    with postgres("28P01") as port:
        url = f"postgres://u:{PASSWORD}@127.0.0.1:{port}/x?sslmode=require&channel_binding=prefer"
        assert "speaks no TLS" in told(tmp_path, url)


def test_nobody_there_and_a_host_that_is_none(tmp_path):
    assert "does not answer" in told(tmp_path, f"postgres://u:{PASSWORD}@127.0.0.1:{free_port()}/x")
    assert "nobody knows" in told(tmp_path, f"postgres://u:{PASSWORD}@nosuch.invalid/x")
    assert "nobody knows" in told(tmp_path, f"postgres://u:{PASSWORD}@{'a' * 80}/x")


def test_what_sqlite_refuses_names_the_setting_that_leads_there(tmp_path):
    (tmp_path / "text").write_text("no database at all, but long enough to be looked at as one " * 20)
    assert "WHIMSY_DB_URL leads to a file that is no SQLite" in told(tmp_path, f"sqlite:///{tmp_path}/text")
    assert "WHIMSY_DB_URL is where SQLite cannot open" in told(tmp_path, "sqlite:////nowhere/at/all.db")
    (tmp_path / "whimsy.db").write_text("no database at all, but long enough to be looked at as one " * 20)
    assert told(tmp_path, "").startswith("WHIMSY_DATA_DIR leads to a file that is no SQLite")
