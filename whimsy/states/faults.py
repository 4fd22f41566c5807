"""What is logged when something escapes: where it happened, and nothing of what a visitor said.

Reflex's own loggers put tokens and event payloads into their lines, and asyncio's the text of an exception.
"""

from __future__ import annotations

import logging
import os
import traceback
from typing import NoReturn

from whimsy.errors import Unavailable
from whimsy.faults import described, is_ours, log_fault
from whimsy.seam.server import STARTUP_FAILURE, TALKATIVE

log = logging.getLogger(__name__)


class _Discreet(logging.Handler):
    """Repeats of a record only who logged it and what kind of error it was."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        kind = described(error) if error else "no exception"
        log.warning("%s: line %s (%s)", record.name, record.lineno, kind)


def hush() -> None:
    """From now on what the libraries below us log is only the fact and the place."""
    discreet = _Discreet()
    for name in TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(logging.ERROR)
        logger.propagate = False
        logger.handlers = [discreet]


def give_up(sentence: str) -> NoReturn:
    """End this process before it serves anybody, with one sentence: a server prints whole what is raised."""
    log.critical("this worker cannot start: %s", sentence)
    logging.shutdown()
    os._exit(STARTUP_FAILURE)


def in_handler(exception: Exception) -> None:
    """A handler of ours failed, which is a bug: log its kind and its place, never its message."""
    if isinstance(exception, Unavailable) and exception.which == "delivery":
        return  # the server is stopping: a background task was the last to know
    frames = traceback.extract_tb(exception.__traceback__)
    if not any(is_ours(frame.filename) for frame in frames):
        # A browser named arguments no handler has: nothing of ours has run.
        log.warning("an event was refused before any handler: %s", type(exception).__name__)
        return
    log_fault(log, "a handler failed", exception)


def in_page(exception: Exception) -> None:  # noqa: ARG001 (Reflex insists on the name)
    """A page reports an error of its own; what it says came from a browser and is not repeated."""
    log.warning("a page reported an error")
