"""The whole app as a newcomer would run it, as processes of the test's own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests import markers
from tests.ports import free_port

ROOT = Path(__file__).parents[1]


ROOMY = {
    "frame_rate": 5000,
    "frame_burst": 5000,
    "address_frame_rate": 50000,
    "sockets_per_address": 4000,
    "socket_rate": 4000,
    "sockets_per_process": 20000,
    "search_rate": "100000/60",
    "skip_rate": "100000/60",
    "message_rate": "100000/60",
    "report_rate": "100000/60",
    "visitor_rate": "100000/60",
    "skips": 100000,
    "proof_cost": 0,
    "store_timeout": 5,
}
"""Limits for tests whose crowd comes from one address, unlike a real one, whose store is busy, not away."""
PROMPT = {**ROOMY, "store_timeout": 1}
"""The same where it matters how long the store may take."""


class Served:
    """`python -m whimsy` with settings, from the sources in `root`; `stop` ends it as Ctrl-C would."""

    def __init__(self, data_dir: Path, root: Path = ROOT, **settings: object) -> None:
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self.data_dir, self.root = data_dir, root
        self.log = data_dir / "server.log"
        data_dir.mkdir(parents=True, exist_ok=True)
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("WHIMSY_")},
            "WHIMSY_DATA_DIR": str(data_dir),
            "WHIMSY_PORT": str(self.port),
            "WHIMSY_SAME_ADDRESS": "meet",  # all who test come from here
            **{f"WHIMSY_{name.upper()}": str(value) for name, value in settings.items()},
        }
        self._ports = {str(self.port), *re.findall(r":(\d{2,5})\b", repr(settings))}
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "whimsy"], cwd=root, env=environment,
                stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def wait(self, seconds: float = 120) -> Served:
        """Wait until it answers (the first time it builds the front end)."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                with urllib.request.urlopen(f"{self.address}/ping", timeout=2):
                    return self
            except OSError as error:
                if isinstance(error, urllib.error.HTTPError):
                    error.close()
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise AssertionError(f"does not answer:\n{self.log.read_text()[-3000:]}") from None
                time.sleep(0.05)

    def stop(self) -> int:
        """Ctrl-C, and wait for the end; whatever a visitor said or holds must not be in the log."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGCONT)  # a test that failed may have left it stopped
            os.killpg(self.process.pid, signal.SIGINT)
        try:
            ended = self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)  # else other tests fail with this one
            self.process.wait()
            raise
        leaked = markers.leaks(self.log.read_text(errors="replace"), self._ports)
        assert leaked == [], f"in the log of the server: {leaked[:5]}"
        return ended
