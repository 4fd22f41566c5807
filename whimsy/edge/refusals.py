"""Why handshakes are refused, for who reads the log: how many, and what to set; never who they were."""

from __future__ import annotations

import logging
import time
from collections import Counter

log = logging.getLogger(__name__)

_EVERY = 60.0
"""Seconds between two lines about the same: a flood of refusals must not flood the log."""
_WHY = {
    "origin": "the page is of another origin than WHIMSY_PUBLIC_URL",
    "too_many": "too many of one address; behind a proxy see WHIMSY_TRUSTED_PROXY_HOPS",
    "full": "this process is full; see WHIMSY_SOCKETS_PER_PROCESS",
    "cut": "they came without Upgrade; the proxy in front must pass it on",
}


class Refusals:
    """Counts refused handshakes by reason, a word of `_WHY`."""

    def __init__(self) -> None:
        self._since_told: Counter[str] = Counter()
        self._told: dict[str, float] = {}

    def note(self, reason: str) -> None:
        """One more was refused."""
        self._since_told[reason] += 1
        now = time.monotonic()
        if now - self._told.get(reason, -_EVERY) >= _EVERY:
            self._told[reason] = now
            log.warning("refused %d sockets: %s", self._since_told.pop(reason), _WHY[reason])
