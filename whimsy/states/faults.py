"""Logs of an unhandled exception only its kind and place, as its message may quote a visitor.

The loggers of Reflex write tokens and payloads of events, that of asyncio the messages of exceptions.
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
    """Logs of a record only its logger, its line and the kind of error."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        kind = described(error) if error else "no exception"
        log.warning("%s: line %s (%s)", record.name, record.lineno, kind)


def hush() -> None:
    """Make the libraries that quote visitors log only where an error happened, and of what kind."""
    discreet = _Discreet()
    for name in TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(logging.ERROR)
        logger.propagate = False
        logger.handlers = [discreet]


def give_up(sentence: str) -> NoReturn:
    """Log one sentence and end this process at its start. Raised, an error would print a whole traceback."""
    log.critical("this worker cannot start: %s", sentence)
    logging.shutdown()
    os._exit(STARTUP_FAILURE)


def in_handler(exception: Exception) -> None:
    """Log that a handler failed, which is a bug."""
    if isinstance(exception, Unavailable) and exception.which == "delivery":
        return  # a background task fails as the server stops
    frames = traceback.extract_tb(exception.__traceback__)
    if not any(is_ours(frame.filename) for frame in frames):
        # Reflex refused the arguments that the browser sent, so no code of ours has run.
        log.warning("an event was refused before any handler: %s", type(exception).__name__)
        return
    log_fault(log, "a handler failed", exception)


def in_page(exception: Exception) -> None:  # noqa: ARG001 (Reflex insists on the name)
    """Log that a page reported an error, but not its text, which a browser may have made up."""
    log.warning("a page reported an error")
