"""The ports tests start their servers on are theirs alone."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from tests.ports import free_port

CLIENTS = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])


def test_no_client_is_ever_given_one():
    """Nor the one 10,000 higher, of a Cluster's bus. Fails if the system chooses (port 0)."""
    assert all(port > 1024 and port + 10_000 < CLIENTS for port in (free_port() for _ in range(50)))


def test_one_that_is_given_is_not_given_again():
    assert len({free_port() for _ in range(500)}) == 500


def test_one_that_somebody_has_is_passed_over():
    """Fails without the look whether somebody listens."""
    with socket.socket() as taken:
        first = free_port()
        taken.bind(("127.0.0.1", first + 1))
        taken.listen()
        assert first + 1 not in {free_port() for _ in range(3)}


def test_processes_of_a_run_have_shares_of_their_own():
    """Fails if PYTEST_XDIST_WORKER is not looked at."""
    shares = []
    for worker in ("gw0", "gw1", "gw2"):
        said = subprocess.run(
            [sys.executable, "-c", "from tests.ports import free_port; print(free_port(), free_port())"],
            env={**os.environ, "PYTEST_XDIST_WORKER": worker}, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        shares.append({int(port) // 2_000 for port in said.split()})
    assert all(len(share) == 1 for share in shares) and len(set.union(*shares)) == 3
