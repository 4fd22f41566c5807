"""A served app of the test's own, restarted as a deployer would."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.serving import ROOMY, Served


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Start servers; whatever still runs at the end is stopped, and none may have logged a traceback."""
    started: list[Served] = []

    def start(name: str = "data", **settings: object) -> Served:
        started.append(Served(tmp_path / name, **{"cooldown": 0, **ROOMY, **settings}))
        return started[-1].wait()

    yield start
    for server in started:
        server.stop()
    assert [line for s in started for line in s.log.read_text().splitlines() if "Traceback" in line] == []


def tell(server: Served, number: signal.Signals) -> None:
    """Send a signal to the supervisor alone, as `kill` and service managers do."""
    os.kill(server.process.pid, number)
