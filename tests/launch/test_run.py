"""`python -m whimsy`, as `make run` calls it: starts, heals, says what is wrong, leaves nothing behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ports import free_port
from tests.serving import ROOT, Served

pytestmark = pytest.mark.served


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A short one: the socket of the embedded Valkey fits into it, and `running` sees whose it is."""
    with tempfile.TemporaryDirectory(prefix="run-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:  # what it serves from outlives it
    """Starts servers and stops whatever the test left running."""
    started: list[Served] = []

    def start(data_dir: Path, **settings: object) -> Served:
        started.append(Served(data_dir, **settings))
        return started[-1].wait()

    yield start
    for server in started:
        server.stop()


def children(pid: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(child) for child in found.stdout.split()]


def workers(server: Served) -> list[int]:
    """The server's own worker processes: those that run spawn_main."""
    return [pid for pid in children(server.process.pid) if b"spawn_main" in command(pid)]


def command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""  # it has just ended


def running(data_dir: Path) -> list[str]:
    """Processes that mention the data folder: the keeper and its Valkey."""
    listed = subprocess.run(["ps", "-wweo", "args="], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if str(data_dir) in line]


def until(seen, what: str, seconds: float = 20):
    deadline = time.monotonic() + seconds
    while not (answer := seen()):
        assert time.monotonic() < deadline, f"still waiting {what}"
        time.sleep(0.1)
    return answer


def run(*arguments: str, **settings: object) -> subprocess.CompletedProcess[str]:
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("WHIMSY_")},
        **{f"WHIMSY_{name.upper()}": str(value) for name, value in settings.items()},
    }
    return subprocess.run(
        [sys.executable, "-m", "whimsy", *arguments], cwd=ROOT, env=environment,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_it_serves_says_where_and_ctrl_c_stops_all_of_it(serve, tmp_path):
    server = serve(tmp_path / "data")
    until(lambda: server.address in server.log.read_text(), "for the address")
    assert any("valkey-server" in line for line in running(tmp_path))
    assert (tmp_path / "data" / "whimsy.db").exists()
    server.stop()
    assert running(tmp_path) == []
    assert "Traceback" not in server.log.read_text()


def test_a_second_run_builds_nothing_and_is_up_in_seconds(serve, tmp_path):
    serve(tmp_path).stop()
    begun = time.monotonic()
    server = serve(tmp_path)
    assert time.monotonic() - begun < 60
    assert "Built" not in server.log.read_text()
    server.stop()


def test_a_dead_worker_is_replaced_and_the_valkey_outlives_it(serve, tmp_path):
    server = serve(tmp_path)
    [worker] = workers(server)
    valkey = running(tmp_path)
    os.kill(worker, signal.SIGKILL)
    until(lambda: workers(server) not in ([], [worker]), "for a new worker")
    server.wait()
    assert running(tmp_path) == valkey
    server.stop()


def test_a_worker_that_dies_while_it_is_asked_how_it_is_is_replaced_as_soon(serve, tmp_path):
    """Fails without Supervisor.keep_subprocess_alive: the answer would be waited for, half a minute."""
    server = serve(tmp_path)
    [worker] = workers(server)
    os.kill(worker, signal.SIGSTOP)
    time.sleep(2)  # it is asked twice a second
    os.kill(worker, signal.SIGKILL)
    until(lambda: workers(server) not in ([], [worker]), "for a new worker")
    server.wait()
    server.stop()


def test_when_one_of_two_workers_dies_the_port_goes_on_and_a_new_one_comes(serve, tmp_path):
    server = serve(tmp_path, workers=2)
    both = until(lambda: len(workers(server)) == 2 and workers(server), "for two workers", 60)
    time.sleep(3)  # the second may still be starting
    os.kill(both[0], signal.SIGKILL)
    for _ in range(20):
        with urllib.request.urlopen(f"{server.address}/livez", timeout=5) as answer:
            assert answer.status == 200
    new = until(lambda: len(workers(server)) == 2 and both[0] not in workers(server), "for a new worker", 60)
    assert new and both[1] in workers(server)
    server.stop()


def test_a_stop_is_heard_in_the_middle_of_a_rolling_restart(serve, tmp_path):
    """Fails without the handlers in Supervisor.__init__: the restart of all workers would be waited for."""
    server = serve(tmp_path, workers=3)
    seen = set(until(lambda: len(workers(server)) == 3 and workers(server), "for three workers", 60))
    os.kill(server.process.pid, signal.SIGHUP)
    until(lambda: len(workers(server)) == 4, "for the first replacement")
    os.kill(server.process.pid, signal.SIGTERM)
    while server.process.poll() is None:
        seen |= set(workers(server))
        time.sleep(0.05)
    assert len(seen) <= 4
    assert running(tmp_path) == []


def test_many_workers_share_one_valkey(serve, tmp_path):
    server = serve(tmp_path, workers=3)
    until(lambda: len(workers(server)) == 3, "for three workers")
    assert sum("valkey-server" in line for line in running(tmp_path)) == 1
    server.stop()


def test_even_when_everything_is_killed_the_valkey_goes(serve, tmp_path):
    server = serve(tmp_path)
    os.killpg(server.process.pid, signal.SIGKILL)
    server.process.wait()
    until(lambda: running(tmp_path) == [], "for the keeper to stop it")


def test_workers_leave_with_a_supervisor_that_was_killed(serve, tmp_path):
    server = serve(tmp_path, workers=2)
    left = workers(server)
    server.process.kill()
    server.process.wait()
    until(lambda: not any(Path(f"/proc/{pid}/cmdline").exists() for pid in left), "for the workers to go")
    serve(tmp_path).stop()


def one_sentence(failed: subprocess.CompletedProcess[str]) -> str:
    assert failed.returncode == 1
    assert failed.stderr.count("\n") == 1, failed.stderr
    assert failed.stderr.startswith("Whimsy can't start: ")
    return failed.stderr


def test_a_port_in_use_is_said_in_one_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"Port {port} is in use" in one_sentence(run(port=port, data_dir=tmp_path))


def test_an_unreachable_redis_is_said_in_one_sentence_without_its_password(tmp_path):
    url = f"redis://:hunter2@127.0.0.1:{free_port()}/0"
    said = one_sentence(run(port=free_port(), data_dir=tmp_path, redis_url=url))
    assert "WHIMSY_REDIS_URL" in said and "hunter2" not in said


def test_an_unreachable_database_is_said_in_one_sentence_without_its_password(tmp_path):
    url = f"postgresql://me:hunter2@127.0.0.1:{free_port()}/whimsy"
    said = one_sentence(run(port=free_port(), data_dir=tmp_path, db_url=url))
    assert "WHIMSY_DB_URL" in said and "hunter2" not in said


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"port": "many"}, "WHIMSY_PORT"),
        ({"lease": 1}, "WHIMSY_LEASE must be at least twice WHIMSY_BEAT"),
        ({"screens": "no.where:found"}, "WHIMSY_SCREENS"),
        ({"assurance": "no.where:found"}, "WHIMSY_ASSURANCE"),
        ({"production": 1}, "WHIMSY_PRODUCTION needs WHIMSY_PUBLIC_URL, WHIMSY_SECRET_KEY, WHIMSY_REDIS_URL"),
    ],
)
def test_settings_that_cannot_be_used_are_said_in_one_sentence(settings, sentence):
    assert sentence in one_sentence(run(**settings))


def test_a_missing_node_is_said_in_one_sentence(tmp_path):
    from whimsy.errors import Problem
    from whimsy.launch import build

    hidden = {"PATH": str(tmp_path)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "_path", lambda: hidden["PATH"])
        patch.setattr(build, "_STAMP", tmp_path / "never")
        with pytest.raises(Problem, match="Node is missing"):
            build.build(tmp_path / "log")


def test_the_page_talks_to_wherever_it_was_loaded_from():
    chunks = list((ROOT / ".web/build/client/assets").glob("reflex-env-*.js"))
    assert len(chunks) == 1
    baked = chunks[0].read_text()
    assert "location.origin" in baked and not re.search(r"localhost:\d", baked)
