"""A worker ends with its supervisor, as it would keep the port, and nobody would stop it."""

import multiprocessing
import os
import signal


async def leave_with_supervisor() -> None:
    """End this process gracefully if the one that started it is gone."""
    supervisor = multiprocessing.parent_process()
    if supervisor is not None and not supervisor.is_alive():
        os.kill(os.getpid(), signal.SIGTERM)
