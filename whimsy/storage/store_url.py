"""Where Redis is, read from one url.

    redis://[user:password@]host[:port][/db][?options]         rediss:// with TLS, unix:// for a socket
    redis+sentinel://[user:password@]host[:port],…/service[/db][?options]    the primary Sentinels name
    redis+cluster://[user:password@]host[:port],…[?options]              a Cluster, by some of its nodes

`rediss+sentinel://` and `rediss+cluster://` speak TLS. Options are redis-py's (`ssl_ca_certs=…`); Sentinels
that want a login of their own get `sentinel_username` and `sentinel_password`. The forms are those of the
Python packages limits and docket.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from redis.asyncio.connection import Connection, SSLConnection, parse_url

from whimsy.errors import Problem
from whimsy.storage.connection import TLS

HostPort = tuple[str, int]

_MANY = re.compile(r"(rediss?)\+(sentinel|cluster)://(.*@)?([^@/?#]+)(/[^?#]*)?(?:\?([^#]*))?")
_PORTS = {"sentinel": 26379, "cluster": 6379}


class BadStoreUrl(Problem, ValueError):
    """The url of Redis cannot be used. The sentence repeats nothing of it."""


@dataclass(frozen=True, slots=True)
class StoreUrl:
    """How to connect. options: redis-py's for one connection, without host and port if hosts are many."""

    kind: Literal["one", "sentinel", "cluster"]
    options: dict[str, Any]
    hosts: tuple[HostPort, ...] = ()
    service: str = ""
    sentinel_login: tuple[str | None, str | None] = (None, None)

    @classmethod
    def parse(cls, url: str) -> StoreUrl:
        """Read a url; raises BadStoreUrl."""
        many = _MANY.fullmatch(url)
        if "+" in url.partition("://")[0] and not many:
            raise BadStoreUrl("WHIMSY_REDIS_URL is not of a form that is known; docs/redis.md has them all.")
        try:
            return cls._many(*many.groups(default="")) if many else cls("one", _options(url))
        except BadStoreUrl:
            raise
        except (ValueError, TypeError):  # some messages of redis-py repeat the url
            raise BadStoreUrl(
                "WHIMSY_REDIS_URL cannot be read; is everything special in the password percent-encoded?"
            ) from None

    @classmethod
    def _many(cls, scheme: str, kind: str, login: str, listed: str, path: str, query: str) -> StoreUrl:
        hosts = tuple(_host(one, _PORTS[kind]) for one in listed.split(","))
        service, _, db = path.strip("/").partition("/")
        said = dict(parse_qsl(query))
        sentinel_login = said.pop("sentinel_username", None), said.pop("sentinel_password", None)
        options = _options(f"{scheme}://{login}of-many/{db}?{urlencode(said)}")
        options.pop("host")
        if kind == "sentinel":
            if not service:
                raise BadStoreUrl("WHIMSY_REDIS_URL names Sentinels but no service: end it with /mymaster.")
            return cls("sentinel", options, hosts, unquote(service), sentinel_login)
        if service not in ("", "0") or options.pop("db", 0):
            raise BadStoreUrl("WHIMSY_REDIS_URL names a database, but a Redis Cluster has only one.")
        return cls("cluster", options, hosts)


def _options(url: str) -> dict[str, Any]:
    options: dict[str, Any] = dict(parse_url(url))
    made = {**options}
    made_by = made.pop("connection_class", Connection)
    made_by(**made)  # raises TypeError for an option nobody knows
    if made_by is SSLConnection:
        options["connection_class"] = TLS
    return options


def _host(listed: str, port: int) -> HostPort:
    parts = urlsplit(f"//{listed}")
    if not parts.hostname:
        raise BadStoreUrl("WHIMSY_REDIS_URL lists a host without a name.")
    return parts.hostname, parts.port or port
