"""Only our own pages may open a socket (OWASP, cross-site websocket hijacking)."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from whimsy.settings import Settings

_DEFAULT_PORTS = {"http": 80, "https": 443}
_HERE = ("localhost", "127.0.0.1", "::1")

Origin = tuple[str, str, int]
"""Scheme, host, port (RFC 6454)."""


class Origins:
    """The origins that are ours, compared exactly.

    In production that is `public_url` alone, and a socket without an Origin is refused, as every browser
    sends one. In development it is also localhost on any port, the host that the request names, and none at
    all.
    """

    def __init__(self, settings: Settings) -> None:
        self._strict = settings.production
        self._ours = _parse(settings.public_url)

    def allow(self, headers: Sequence[tuple[bytes, bytes]]) -> bool:
        named = [value for name, value in headers if name == b"origin"]
        if not named:
            return not self._strict
        origin = _parse(named[0].decode("latin-1"), exactly=True) if len(named) == 1 else None
        if origin is None:
            return False
        return origin == self._ours or (not self._strict and _is_here(origin, headers))


def _is_here(origin: Origin, headers: Sequence[tuple[bytes, bytes]]) -> bool:
    hosts = [value.decode("latin-1") for name, value in headers if name == b"host"]
    return origin[1] in _HERE or any(origin == _parse(f"{origin[0]}://{host}") for host in hosts)


def _parse(text: str, *, exactly: bool = False) -> Origin | None:
    """Read an origin. exactly: refuse a path, and all that a browser would not write."""
    try:
        url = urlsplit(text)
        port = url.port or _DEFAULT_PORTS.get(url.scheme)
    except ValueError:
        return None
    if not url.hostname or port is None or url.scheme not in _DEFAULT_PORTS:
        return None
    written = f"{url.scheme}://{url.netloc}".lower()
    if exactly and (text != written or "@" in text or url.port == _DEFAULT_PORTS[url.scheme]):
        return None
    return url.scheme, url.hostname, port
