"""How an exception is logged: its kind and where it happened, never what it says.

Exceptions quote what they choke on, which may be a visitor's words, a token or an address.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

_OURS = Path(__file__).parent
_MOST = 12
"""Places that are named: the innermost, which say the most."""


def log_fault(log: logging.Logger, what: str, error: BaseException) -> None:
    """Log that `what` failed with `error`. No other function logs an exception."""
    log.error("%s: %s", what, described(error))


def described(error: BaseException) -> str:
    """Kind and places of an error and of what it was raised from, on one line."""
    told, seen = [], []
    current: BaseException | None = error
    while current is not None and current not in seen:
        seen.append(current)
        frames = traceback.extract_tb(current.__traceback__)[-_MOST:]
        places = ", ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)
        told.append(f"{type(current).__name__} at {places}" if places else type(current).__name__)
        if isinstance(current, BaseExceptionGroup):
            told += [described(one) for one in current.exceptions]
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "; after ".join(told)


def is_ours(filename: str) -> bool:
    """Whether a frame is of our code: not of a package that lies below a checkout called whimsy."""
    return _OURS in Path(filename).parents


def _short(filename: str) -> str:
    path = Path(filename)
    if is_ours(filename):
        return str(path.relative_to(_OURS.parent))
    return "/".join(path.parts[-3:])


class Discreet(logging.Formatter):
    """Prints lines whole, but of an exception its kind and places only: for loggers that are not ours."""

    def formatException(self, ei: tuple) -> str:  # type: ignore[type-arg]  # noqa: N802
        """What is printed below the line."""
        return described(ei[1]) if ei[1] is not None else ""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        record.exc_text = None  # another handler may have put the whole traceback there
        return super().format(record)
