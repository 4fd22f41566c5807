"""Lines that SQL would not take, with the error, kept until a moderator tries them again or discards them."""

import hashlib
import json
from typing import Any

from sqlalchemy import BigInteger, Text
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError, StatementError
from sqlmodel import Field, SQLModel

_LONGEST = 200
_ABOUT_VALUES = ("21", "22", "23", "54")
"""Classes of SQLSTATE (PostgreSQL, appendix A) that blame what was written: cardinality, data, constraint and
limit. All others blame the server: connection, resources, rights, missing tables, an operator."""
_SQLITE_BINDING = ("binding", "bind")


class SetAside(SQLModel, table=True):
    """One line. id: its digest; outbox: its outbox's name; what: its kind, as the outbox names it.

    line: as it stood in Redis, but with all that is not ASCII escaped, so that any database takes it.
    at_ms: since when it waits, as it says itself, else when it was set aside.
    """

    __tablename__ = "set_aside"

    id: str = Field(primary_key=True, max_length=32)
    outbox: str = Field(max_length=20)
    what: str = Field(default="", max_length=30)
    line: str = Field(sa_type=Text)
    error: str = Field(max_length=_LONGEST)
    at_ms: int = Field(sa_type=BigInteger, index=True)


def set_aside(outbox: str, what: str, line: str, error: Exception, at_ms: int) -> SetAside:
    """The row for a `line` that failed with `error`."""
    digest = hashlib.sha256(f"{outbox}:{line}".encode(errors="surrogatepass")).hexdigest()[:32]
    return SetAside(
        id=digest, outbox=outbox, what=_ascii(what)[:30], line=_ascii(line), error=_told(error), at_ms=at_ms
    )


def written(row: SetAside) -> str:
    return str(json.loads(f'"{row.line}"'))


def speaks_of_the_line(error: Exception) -> bool:
    """Whether `error` says that a line cannot be written, rather than that the database cannot write now.

    A database that is away, full, locked, not migrated or closed to us would refuse every other line, too.
    """
    if isinstance(error, OSError | TimeoutError):
        return False
    if not isinstance(error, SQLAlchemyError):
        return True  # it never reached the database
    if isinstance(error, DBAPIError):
        return not error.connection_invalidated and _of_values(error)
    return isinstance(error, StatementError)  # no column can take the value


def _of_values(error: DBAPIError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    if state:
        return str(state).startswith(_ABOUT_VALUES)
    if isinstance(error, IntegrityError) or isinstance(error.orig and error.orig.__cause__, ValueError):
        return True  # asyncpg refuses a value of the wrong type itself
    # SQLite's driver only says that it could not bind a value of a type that it does not know.
    return any(word in str(error.orig) for word in _SQLITE_BINDING)


def _told(error: Exception) -> str:
    """The kind of an error and its first line, never the statement with its values."""
    inner = getattr(error, "orig", None) or error
    inner = inner.__cause__ or inner if isinstance(error, DBAPIError) else inner
    said: list[Any] = _ascii(str(inner)).splitlines() or [""]
    return f"{type(inner).__name__}: {said[0]}"[:_LONGEST]


def _ascii(text: str) -> str:
    return json.dumps(text)[1:-1]
