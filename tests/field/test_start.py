"""Starting as a deployer does: by one command, whatever the environment and the database hold."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.ports import free_port
from tests.serving import ROOT, Served
from whimsy.settings import Settings
from whimsy.storage import migrate

pytestmark = pytest.mark.served


def until(seen, what: str, seconds: float = 60):
    deadline = time.monotonic() + seconds
    while not (answer := seen()):
        assert time.monotonic() < deadline, f"still waiting {what}"
        time.sleep(0.1)
    return answer


def claim(path: Path, revision: str) -> None:
    with sqlite3.connect(path, timeout=15) as database:
        database.execute("UPDATE alembic_version SET version_num = ?", [revision])
    database.close()


def test_a_worker_that_cannot_start_leaves_the_others_alone(tmp_path, monkeypatch):
    """Fails with uvicorn's `keep_subprocess_alive`, which stops all; with equality of revisions; with a proxy
    that is asked for our own port; with `http://:::port`."""
    # Before there is a proxy, which the build would rightly ask.
    assert ended([sys.executable, "-m", "whimsy", "build"], tmp_path)[0] == 0
    path = tmp_path / "theirs.db"
    theirs = Settings(data_dir=tmp_path, db_url=f"sqlite:///{path}")
    migrate.upgrade(theirs)
    with sqlite3.connect(path) as database:
        [[head]] = database.execute("SELECT version_num FROM alembic_version")
    database.close()
    with monkeypatch.context() as patch:
        for name in ("no_proxy", "NO_PROXY"):
            patch.delenv(name, raising=False)
        patch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
        server = Served(tmp_path, host="::", workers=2, db_url=f"sqlite:///{path}")
    try:
        server.wait()

        def serving() -> list[int]:
            return [int(pid) for pid in re.findall(r"worker (\d+) serves", server.log.read_text())]

        until(lambda: f"Whimsy is at {server.address} " in server.log.read_text(), "for the address")
        assert re.search(r"Whimsy \d+\.\d+\.\d+ starts: build \w+", server.log.read_text())
        for near in ("127.0.0.1", "[::1]"):
            with urllib.request.urlopen(f"http://{near}:{server.port}/livez", timeout=15) as answer:
                assert answer.status == 200

        first, second = until(lambda: len(serving()) == 2 and serving(), "for two workers")
        claim(path, "zzzz")  # of a newer version: it is used as it is
        os.kill(first, signal.SIGKILL)
        until(lambda: len(serving()) == 3, "for another worker")
        assert "newer version" in server.log.read_text()
        assert f"worker {first} died (by SIGKILL)" in server.log.read_text()

        claim(path, "0001")  # between a pull and its migration
        os.kill(second, signal.SIGKILL)
        until(
            lambda: "could not start (exit status 3), tried again" in server.log.read_text(),
            "for the failure",
        )
        with urllib.request.urlopen(f"{server.address}/livez", timeout=15) as answer:
            assert answer.status == 200
        assert "The database is not migrated. Run: python -m whimsy migrate" in server.log.read_text()
        claim(path, head)
        until(lambda: len(serving()) == 4, "for the worker that could not start")
        assert "Traceback" not in server.log.read_text()
    finally:
        assert server.stop() == 0


def test_when_no_worker_can_start_it_ends_and_says_so(tmp_path):
    """Fails with uvicorn's own end, whose status is 0."""
    script = (
        "import socket\nfrom whimsy.launch.supervisor import Supervisor, Worker\n"
        "class Releases:\n    def environment(self):\n        return {}\n"
        "if __name__ == '__main__':\n"
        "    with socket.create_server(('127.0.0.1', 0)) as taken:\n"
        "        Supervisor(Worker('no.such:app', workers=2), [taken], Releases()).run()\n"
    )
    (tmp_path / "run.py").write_text(script)
    done = subprocess.run(
        [sys.executable, str(tmp_path / "run.py")], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert done.returncode == 1 and "Problem: no worker could" in done.stderr
    assert "could not start (exit status" in done.stderr


def ended(command: list[str], tmp_path: Path, **environment: str) -> tuple[int, str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("WHIMSY_")}
    clean["WHIMSY_DATA_DIR"] = str(tmp_path)
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [("WHIMSY_HOST", "192.0.2.1"), ("WHIMSY_PROT", "1"), ("WHIMSY_DB_URL", "mysql://u:hunter2@h/d"),
     ("WHIMSY_DATA_DIR", "/proc/nowhere"), ("WHIMSY_ASSURANCE", "tests.field.broken:factory"),
     ("WHIMSY_DRAIN", "nan"), ("WHIMSY_WORDS", "\udcff"),
     ("WHIMSY_DB_URL", "postgres://u:hunter2@127.0.0.1:1/x?sslmode=require&channel_binding=require")],
)  # fmt: skip
def test_it_says_in_one_line_what_is_wrong(tmp_path, name, value):
    status, said = ended(
        [sys.executable, "-m", "whimsy"], tmp_path, WHIMSY_PORT=str(free_port()), **{name: value}
    )
    assert status == 1 and said.startswith("Whimsy can't start: ") and said.count("\n") == 1, said
    assert name in said and "hunter2" not in said and "fault of Whimsy's own" not in said


def test_reflexs_commands_say_the_same(tmp_path):
    """Fails with a traceback of Reflex's, a server without guards, and "no database url"."""
    reflex = str(Path(sys.executable).parent / "reflex")
    production = {
        "WHIMSY_PRODUCTION": "1",
        "WHIMSY_PUBLIC_URL": "https://whimsy.example",
        "WHIMSY_SECRET_KEY": "k" * 43,
        "WHIMSY_REDIS_URL": "redis://127.0.0.1:1",
        "WHIMSY_DB_URL": f"sqlite:///{tmp_path}/x.db",
        "WHIMSY_CONTACT": "mailto:a@b.example",
        "WHIMSY_TRUSTED_PROXY_HOPS": "1",
    }
    status, said = ended([reflex, "run", "--env", "prod"], tmp_path, **production)
    assert status == 1 and "python -m whimsy" in said and "Traceback" not in said
    status, said = ended([reflex, "run"], tmp_path, WHIMSY_LEASE="nan")
    assert status == 1 and "WHIMSY_LEASE" in said and "Traceback" not in said
    status, said = ended([reflex, "db", "migrate"], tmp_path)
    assert status == 0 and (tmp_path / "whimsy.db").stat().st_size > 0
