"""Which database, read from one url: of PostgreSQL, as hosts hand them out for libpq, or of SQLite.

    postgresql://user:password@host[:port]/name[?options]     postgres:// is the same
    sqlite:////path/to/file

Options are those of libpq (https://www.postgresql.org/docs/current/libpq-connect.html). They are translated
here, as asyncpg knows few of them by these names, and SQLAlchemy passes on what it does not know.
"""

from __future__ import annotations

import getpass
import os
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from whimsy.errors import Problem

_DRIVERS = {
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
}
_SERVER = ("application_name", "options", "search_path", "statement_timeout", "lock_timeout", "timezone")
_POOLERS = ("pgbouncer", "statement_cache_size", "prepared_statement_cache_size")
_TLS = ("sslmode", "ssl", "sslrootcert", "sslcert", "sslkey", "sslpassword", "channel_binding")
_NOTHING = {
    "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout",
    "gssencmode", "sslcompression", "sslsni", "ssl_min_protocol_version", "client_encoding",
    "fallback_application_name", "load_balance_hosts", "schema", "connection_limit", "pool_timeout",
}  # fmt: skip
"""Options that change nothing for us, but are allowed so that a url can be pasted as it was handed out."""
_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_LONGEST = 60


class BadDatabase(Problem, ValueError):
    """The url of the database cannot be used. The sentence repeats nothing of it."""


@dataclass(frozen=True, slots=True)
class Database:
    """How to connect: SQLAlchemy's url without options, and the options for the driver."""

    url: URL = field(repr=False)
    options: dict[str, Any] = field(repr=False)

    @classmethod
    def parse(cls, raw: str) -> Database:
        """Read a url; raises BadDatabase."""
        plain = cls.plain(raw)
        try:
            url = make_url(plain)
        except (ArgumentError, ValueError):  # its message may repeat the password
            raise BadDatabase(
                "cannot be read; is everything special in the password percent-encoded?"
            ) from None
        query = {name: value if isinstance(value, str) else value[-1] for name, value in url.query.items()}
        bare = url.set(query={})
        if bare.drivername.startswith("sqlite"):
            if query or bare.host:
                raise BadDatabase("for SQLite it must be sqlite:/// and the path of a file, without options")
            if bare.database in (None, "", ":memory:"):
                raise BadDatabase("names no file: it must be sqlite:/// and a path")
            return cls(bare, {})
        if not 0 < (bare.port or 1) < 2**16:
            raise BadDatabase("names a port that is none")
        if not bare.username and not os.environ.get("PGUSER"):
            bare = bare.set(username=_whoami())
        return cls(bare, _options(query))

    @staticmethod
    def plain(raw: str) -> str:
        """The url with the driver that Whimsy brings; raises BadDatabase if there is none."""
        scheme, found, rest = raw.partition("://")
        driver = _DRIVERS.get(scheme.lower())
        if driver and found:
            return f"{driver}://{rest}"
        if scheme.lower().partition("+")[0] in _DRIVERS and found:
            raise BadDatabase("names a driver, but Whimsy brings its own: begin it with postgresql://")
        raise BadDatabase("must begin with postgresql:// or sqlite:///, the two that Whimsy knows")


def _options(query: Mapping[str, str]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    server: dict[str, str] = {}
    for name, value in query.items():
        if name in _READ:
            made.update(_READ[name](value))
        elif name in _SERVER:
            server[name] = value
        elif name not in _NOTHING and name not in _TLS:
            # The option is not named, as after an unescaped "?" it may be a part of the password.
            raise BadDatabase("has an option after the ? that Whimsy does not know; see docs/database.md")
    if server:
        made["server_settings"] = server
    if (tls := _tls({name: query[name] for name in _TLS if name in query})) is not None:
        made["ssl"] = tls
    return made


def _timeout(value: str) -> dict[str, Any]:
    if not value.isascii() or not value.isdigit() or int(value[:9]) > 10**6:
        raise BadDatabase("has a connect_timeout that is no number of seconds")
    return {"timeout": min(int(value), _LONGEST)} if int(value) else {}


def _writable(value: str) -> dict[str, Any]:
    if value not in ("any", "primary", "read-write"):
        raise BadDatabase("has target_session_attrs that do not lead to a server one can write to")
    return {"target_session_attrs": value}


def _port(value: str) -> dict[str, Any]:
    if not value.isascii() or not value.isdigit() or not 0 < int(value[:9]) < 2**16:
        raise BadDatabase("names a port that is none")
    return {"port": int(value)}


def _pooled(value: str) -> dict[str, Any]:
    """Options for a pooler (PgBouncer), with which no statement can be prepared for later transactions."""
    if value.lower() not in ("true", "0", "1"):
        return {}
    return {
        "statement_cache_size": 0,
        "prepared_statement_cache_size": 0,
        "prepared_statement_name_func": lambda: f"__whimsy_{uuid4().hex}__",
    }


_READ: dict[str, Callable[[str], dict[str, Any]]] = {
    "connect_timeout": _timeout,
    "target_session_attrs": _writable,
    "host": lambda value: {"host": value},
    "port": _port,
    **dict.fromkeys(_POOLERS, _pooled),
}


def _tls(said: Mapping[str, str]) -> ssl.SSLContext | str | bool | None:
    """asyncpg's `ssl`. Contexts are made here, as asyncpg needs a HOME, which a service may not have."""
    mode = said.get("sslmode", said.get("ssl", ""))
    mode = {"true": "require", "1": "require", "false": "disable", "0": "disable"}.get(mode, mode)
    if mode and mode not in _MODES:
        raise BadDatabase(f"has an sslmode that is none of {', '.join(_MODES)}")
    binding = said.get("channel_binding", "prefer")
    if binding not in ("disable", "prefer", "require"):
        raise BadDatabase("has a channel_binding that is none of disable, prefer, require")
    if binding == "require" and mode != "disable":
        # asyncpg cannot bind a channel. A verified certificate, too, shows that nobody stands in between.
        mode = "verify-full"
    if mode == "require" and "sslrootcert" in said:
        mode = "verify-ca"  # as libpq does
    if mode in ("", "allow", "prefer"):
        return mode or None
    if mode == "disable":
        return False
    try:
        return _context(mode, said)
    except (OSError, ValueError):
        raise BadDatabase(
            "names a certificate or key (sslrootcert, sslcert, sslkey) that can't be read"
        ) from None


def _context(mode: str, said: Mapping[str, str]) -> ssl.SSLContext:
    root = said.get("sslrootcert", "")
    context = ssl.create_default_context(cafile=root if root not in ("", "system") else None)
    context.check_hostname = mode == "verify-full"
    if mode == "require":
        context.verify_mode = ssl.CERT_NONE
    if "sslcert" in said:
        context.load_cert_chain(said["sslcert"], said.get("sslkey"), said.get("sslpassword", ""))
    return context


def _whoami() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # in a container a user may have no name
        raise BadDatabase("names no user, and this process runs as one without a name") from None
