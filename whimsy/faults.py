"""How exceptions are logged: by their kind and places, never their message.

A message may quote what caused it: a visitor's words, a token or an address.
"""

import logging
import traceback
from pathlib import Path

_OURS = Path(__file__).parent
_MOST = 12
"""Places that are named, of the innermost frames."""


def log_fault(log: logging.Logger, what: str, error: BaseException) -> None:
    """Log that `what` failed with `error`. No other function logs an exception."""
    log.error("%s: %s", what, described(error))


def described(error: BaseException) -> str:
    """Kind and places of an error, and of the one that it was raised from, on one line."""
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
    """Whether a frame is of our code, and not of a package below a checkout that is called whimsy."""
    return _OURS in Path(filename).parents


def _short(filename: str) -> str:
    path = Path(filename)
    if is_ours(filename):
        return str(path.relative_to(_OURS.parent))
    return "/".join(path.parts[-3:])


class Discreet(logging.Formatter):
    """For loggers that are not ours: formats of an exception its kind and places only."""

    def formatException(self, ei: tuple) -> str:  # type: ignore[type-arg]  # noqa: N802
        return described(ei[1]) if ei[1] is not None else ""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another formatter may have put the traceback there
        return super().format(record)
