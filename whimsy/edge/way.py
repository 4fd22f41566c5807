"""`/way` tells a page what is in the way of its websocket.

A browser does not tell a page why a websocket was refused, so the page asks by a plain request.
"""

import json
import time
from collections import OrderedDict
from collections.abc import Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from whimsy.edge.crowd import Crowd
from whimsy.edge.origins import Origins
from whimsy.settings import Settings
from whimsy.visitors.address import AddressKey

PATH = "/way"
_LATELY = 30.0
_REMEMBERED = 1000
"""Addresses with cut handshakes that are remembered; the oldest are forgotten."""


class Way:
    """Answers for the gate. ready: tells whether this process takes visitors in."""

    def __init__(
        self, settings: Settings, origins: Origins, crowd: Crowd, ready: Callable[[], bool] = lambda: True
    ) -> None:
        self._home = settings.public_url.rstrip("/")
        self._origins, self._crowd, self._ready = origins, crowd, ready
        self._cut: OrderedDict[AddressKey, float] = OrderedDict()

    def cut(self, address: AddressKey) -> None:
        """Remember that a handshake of `address` came as a plain request: something dropped its Upgrade."""
        self._cut[address] = time.monotonic()
        self._cut.move_to_end(address)
        if len(self._cut) > _REMEMBERED:
            self._cut.popitem(last=False)

    def of(self, scope: MutableMapping[str, Any]) -> bytes:
        """The answer to a request, as JSON: the way, and our right address."""
        found = self._look(scope)
        return json.dumps({"way": found, "home": self._home if found == "origin" else ""}).encode()

    def _look(self, scope: MutableMapping[str, Any]) -> str:
        """What is in the way, in one word; "free" if nothing is."""
        address = scope["whimsy.address"]
        # A page's own GET has no Origin. What it names instead decides only what it is told itself.
        told = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("from", [])
        headers = [pair for pair in scope["headers"] if pair[0] != b"origin"]
        if told and not self._origins.allow([*headers, (b"origin", told[0].encode("latin-1", "replace"))]):
            return "origin"
        if not self._ready():
            return "unready"
        if obstacle := self._crowd.obstacle(address):
            return obstacle
        return "cut" if time.monotonic() - self._cut.get(address, -_LATELY) < _LATELY else "free"
