"""Ports for the servers of a test, which nothing else on this machine takes before they listen."""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import socket

_FIRST, _SHARE, _SHARES = 10_000, 2_000, 5
# A process of the run counts on in a share of its own from anywhere in it, as another run may go beside.
_OWN = int(os.environ.get("PYTEST_XDIST_WORKER", "gw4").removeprefix("gw")) % _SHARES
_START = random.SystemRandom().randrange(_SHARE)
_TURNS = itertools.count()


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody has and no client is given: 10,000 to 19,999.

    What the system gives for port 0 is of the range it also gives to every client that connects (from
    32,768 on Linux: ip_local_port_range, ip(7)): between looking and listening, or while a server is down
    for a moment, a client may have it. The bus of a Cluster's node is 10,000 higher, below that range too.
    """
    while True:
        port = _FIRST + _OWN * _SHARE + (_START + next(_TURNS)) % _SHARE
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do
            probe.bind(("", port))
            return port
