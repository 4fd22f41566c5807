"""Ends a worker whose supervisor died: it would keep the port, and nothing would stop it."""

import multiprocessing
import os
import signal


async def leave_with_supervisor() -> None:
    """Send SIGTERM to this process if the one that started it is gone."""
    supervisor = multiprocessing.parent_process()
    if supervisor is not None and not supervisor.is_alive():
        os.kill(os.getpid(), signal.SIGTERM)
