"""What is logged of an exception that escapes: where it happened, and nothing of what a visitor said.

Loggers of Reflex write tokens and the payloads of events, that of asyncio the text of exceptions.
"""

import logging
import os
import traceback
from typing import NoReturn

from whimsy.errors import Unavailable
from whimsy.faults import described, is_ours, log_fault
from whimsy.seam.server import STARTUP_FAILURE, TALKATIVE

log = logging.getLogger(__name__)


class _Discreet(logging.Handler):
    """Leaves of a record only its logger and the kind of error."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        kind = described(error) if error else "no exception"
        log.warning("%s: line %s (%s)", record.name, record.lineno, kind)


def hush() -> None:
    """Let the libraries below us log only facts and places from now on."""
    discreet = _Discreet()
    for name in TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(logging.ERROR)
        logger.propagate = False
        logger.handlers = [discreet]


def give_up(sentence: str) -> NoReturn:
    """End this process at its start with one sentence, as a server would print a whole traceback."""
    log.critical("this worker cannot start: %s", sentence)
    logging.shutdown()
    os._exit(STARTUP_FAILURE)


def in_handler(exception: Exception) -> None:
    """Log that a handler of ours failed, which is a bug: the kind and the place, never the message."""
    if isinstance(exception, Unavailable) and exception.which == "delivery":
        return  # a background task fails as the server stops
    frames = traceback.extract_tb(exception.__traceback__)
    if not any(is_ours(frame.filename) for frame in frames):
        # The browser named arguments that no handler has, so nothing of ours has run.
        log.warning("an event was refused before any handler: %s", type(exception).__name__)
        return
    log_fault(log, "a handler failed", exception)


def in_page(exception: Exception) -> None:  # noqa: ARG001 (Reflex insists on the name)
    """Log that a page reports an error. What it says comes from a browser, and is not repeated."""
    log.warning("a page reported an error")
