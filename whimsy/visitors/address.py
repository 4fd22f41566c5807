"""The address that a visitor comes from. It never leaves this file: all others get a keyed hash of it."""

import hashlib
import hmac
import ipaddress
from collections.abc import Mapping
from typing import Any, NewType

AddressKey = NewType("AddressKey", str)

_NETWORK = 64
"""Bits of an IPv6 address that name a household: a machine can choose the rest itself (RFC 4291)."""


class Addresses:
    """Reads client addresses.

    key: the signing key, from which the key of the hash is derived.
    hops: our reverse proxies in front of the server. Each adds the address it saw to the right end of
    X-Forwarded-For; what stands further left may be forged, so with 0 hops the header is not read.
    """

    def __init__(self, key: str, hops: int) -> None:
        self._key = hmac.digest(key.encode(), b"whimsy.address", hashlib.sha256)
        self._hops = hops

    def of(self, scope: Mapping[str, Any]) -> AddressKey:
        """The key of a client: by its whole IPv4 address, or the /64 of its IPv6 address. scope: ASGI's."""
        plain = self._forwarded(scope) or _parse((scope.get("client") or ("",))[0])
        return AddressKey(hmac.digest(self._key, plain or b"", hashlib.sha256)[:16].hex())

    def _forwarded(self, scope: Mapping[str, Any]) -> bytes | None:
        if not self._hops:
            return None
        named = b",".join(value for name, value in scope.get("headers", ()) if name == b"x-forwarded-for")
        hops = named.decode("latin-1").split(",")
        return _parse(hops[-self._hops]) if len(hops) >= self._hops else None


def _parse(text: str) -> bytes | None:
    """The bytes of an address that count, None if it is none. Some proxies add brackets and a port."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is None:
            return address.packed[: _NETWORK // 8]
        address = address.ipv4_mapped
    return address.packed
