"""Migrates the database, or says in one sentence why it cannot be used, without any part of its url."""

import socket
import ssl

import asyncpg as pg
from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

from whimsy.errors import Problem, Unavailable
from whimsy.settings import Settings
from whimsy.storage import migrate

_POSTGRES: dict[type[BaseException], str] = {
    pg.InvalidPasswordError: "PostgreSQL does not accept the user and password of WHIMSY_DB_URL.",
    pg.InvalidAuthorizationSpecificationError: "PostgreSQL does not let the user of WHIMSY_DB_URL in: none "
    "such, or not from here (pg_hba.conf).",
    pg.InvalidCatalogNameError: "PostgreSQL has no database of the name in WHIMSY_DB_URL: make it first.",
    pg.InsufficientPrivilegeError: "The PostgreSQL user of WHIMSY_DB_URL may not make tables: make it "
    "the owner of its database.",
    pg.ReadOnlySQLTransactionError: "WHIMSY_DB_URL leads to a server that only reads; name its primary.",
    pg.TargetServerAttributeNotMatched: "WHIMSY_DB_URL leads to a server that only reads; name its primary.",
    pg.TooManyConnectionsError: "PostgreSQL at WHIMSY_DB_URL has no connection left for us.",
    pg.CannotConnectNowError: "PostgreSQL at WHIMSY_DB_URL is starting or stopping: try again in a moment.",
    pg.DuplicateTableError: "WHIMSY_DB_URL names a database with tables of somebody else's: give "
    "Whimsy its own.",
    ssl.SSLCertVerificationError: "PostgreSQL at WHIMSY_DB_URL has no certificate that can be trusted; see "
    "sslrootcert.",
    ssl.SSLError: "PostgreSQL at WHIMSY_DB_URL and we agree on no TLS.",
    socket.gaierror: "WHIMSY_DB_URL names a host that nobody knows.",
    UnicodeError: "WHIMSY_DB_URL names a host that nobody knows.",
    PermissionError: "HOME is a folder this user may not enter, where PostgreSQL's certificates are "
    "looked for.",
}
_SQLITE = {
    "SQLITE_CANTOPEN": "is where SQLite cannot open its file",
    "SQLITE_READONLY": "is where SQLite cannot write its file",
    "SQLITE_PERM": "is where SQLite cannot write its file",
    "SQLITE_FULL": "is on a disk that is full",
    "SQLITE_IOERR": "is on a disk that SQLite cannot use",
    "SQLITE_NOTADB": "leads to a file that is no SQLite database",
    "SQLITE_CORRUPT": "leads to an SQLite database that is damaged",
    "SQLITE_BUSY": "leads to an SQLite database that somebody else keeps locked",
}


def bring_up(settings: Settings) -> None:
    """Migrate the database; raises Problem."""
    try:
        migrate.upgrade(settings)
    except (Unavailable, SQLAlchemyError, CommandError, pg.PostgresError, OSError, UnicodeError) as error:
        raise Problem(_why(error, settings)) from error


def _why(error: BaseException, settings: Settings) -> str:
    """The sentence for an error and those it wraps, as SQLAlchemy wraps the cause."""
    where = "WHIMSY_DB_URL" if settings.db_url.get_secret_value() else "WHIMSY_DATA_DIR"
    seen = chain(error)
    for one in seen:
        name = getattr(one, "sqlite_errorname", None) or ""
        for kind, sentence in _SQLITE.items():
            if name.startswith(kind):
                return f"{where} {sentence}."
    for kind_of, sentence in _POSTGRES.items():
        if any(isinstance(one, kind_of) for one in seen):
            return sentence
    if any(isinstance(one, ConnectionError) and "rejected SSL" in str(one) for one in seen):
        return "PostgreSQL at WHIMSY_DB_URL speaks no TLS, which its sslmode asks for."
    deepest = seen[-1]
    if isinstance(deepest, (OSError, TimeoutError, Unavailable)):
        return f"The database does not answer at {where}."
    return f"The database at {where} cannot be migrated ({type(deepest).__name__})."


def chain(error: BaseException | None) -> list[BaseException]:
    """An error and those it wraps, the innermost last."""
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        seen.append(error)
        error = error.__cause__ or error.__context__
    return seen
