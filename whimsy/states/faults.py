"""What is logged when something escapes: where it happened, and nothing of what a visitor said.

Reflex's own loggers put tokens and event payloads into their lines, and exceptions quote what they choke on.
"""

from __future__ import annotations

import logging
import traceback

from whimsy.errors import Unavailable

log = logging.getLogger(__name__)

_TALKATIVE = ("reflex", "reflex_base", "socketio.server", "engineio.server")


class _Discreet(logging.Handler):
    """Repeats of a record only who logged it and what kind of error it was."""

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else "no exception"
        log.warning("%s: line %s (%s)", record.name, record.lineno, kind)


def hush() -> None:
    """From now on what the libraries below us log is only the fact and the place."""
    discreet = _Discreet()
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(logging.ERROR)
        logger.propagate = False
        logger.handlers = [discreet]


def in_handler(exception: Exception) -> None:
    """A handler of ours failed, which is a bug: log its kind and its place, never its message."""
    if isinstance(exception, Unavailable) and exception.which == "delivery":
        return  # the server is stopping: a background task was the last to know
    frames = traceback.extract_tb(exception.__traceback__)
    kind = type(exception).__name__
    if not any("/whimsy/" in frame.filename for frame in frames):
        # A browser named arguments no handler has: nothing of ours has run.
        log.warning("an event was refused before any handler: %s", kind)
        return
    log.error("a handler failed: %s\n%s", kind, "".join(traceback.format_list(frames)))


def in_page(exception: Exception) -> None:  # noqa: ARG001 (Reflex insists on the name)
    """A page reports an error of its own; what it says came from a browser and is not repeated."""
    log.warning("a page reported an error")
