"""Where a visitor comes from, as a key that names the place and does not tell it.

The plain address never leaves this file: what others see is a keyed hash of it.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Mapping
from typing import Any, NewType

AddressKey = NewType("AddressKey", str)

_NETWORK = 64
"""Bits of an IPv6 address that name a household; within them one machine can have any address (RFC 4291)."""


class Addresses:
    """Reads client addresses.

    key: the signing key; the hash has a key of its own, derived from it.
    hops: reverse proxies of ours in front of the server, each of which adds the address it saw to the right
    end of X-Forwarded-For. Whatever stands further left a client may have written; with 0 none is read.
    """

    def __init__(self, key: str, hops: int) -> None:
        self._key = hmac.digest(key.encode(), b"whimsy.address", hashlib.sha256)
        self._hops = hops

    def of(self, scope: Mapping[str, Any]) -> AddressKey:
        """The key of who sent a request: IPv4 addresses whole, IPv6 ones by their /64. `scope` is ASGI's."""
        plain = self._forwarded(scope) or _parse((scope.get("client") or ("",))[0])
        return AddressKey(hmac.digest(self._key, plain or b"", hashlib.sha256)[:16].hex())

    def _forwarded(self, scope: Mapping[str, Any]) -> bytes | None:
        if not self._hops:
            return None
        named = b",".join(value for name, value in scope.get("headers", ()) if name == b"x-forwarded-for")
        hops = named.decode("latin-1").split(",")
        return _parse(hops[-self._hops]) if len(hops) >= self._hops else None


def _parse(text: str) -> bytes | None:
    """What of an address counts, or None if it is none; ports and brackets, as some proxies add, go."""
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
