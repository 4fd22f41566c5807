"""Logs what the gate refused: for each reason one line at once, then one a minute with the number.

So a flood does not flood the log. No address is logged.
"""

import asyncio
import logging
from collections import Counter

log = logging.getLogger(__name__)

_EVERY = 60.0
_MEANS = {
    "origin": "origin (from another page than WHIMSY_PUBLIC_URL's)",
    "too_many": "too_many (too many of one address; behind a proxy see WHIMSY_TRUSTED_PROXY_HOPS)",
    "full": "full (the process is full; see WHIMSY_SOCKETS_PER_PROCESS)",
    "cut": "cut (they came without Upgrade; the proxy in front must pass it on)",
}


class Refusals:
    def __init__(self, every: float = _EVERY) -> None:
        self._every = every
        self._counted: Counter[str] = Counter()
        self._waiting = False

    def note(self, reason: str) -> None:
        """Count a socket that was refused or closed. reason: a word of ours, never what a client said."""
        self._counted[reason] += 1
        if not self._waiting:
            self._log()

    def _log(self) -> None:
        self._waiting = bool(self._counted)
        if not self._counted:
            return
        counted = self._counted.most_common()
        told = ", ".join(f"{many} {_MEANS.get(reason, reason)}" for reason, many in counted)
        log.warning("sockets refused: %s", told)
        self._counted.clear()
        asyncio.get_running_loop().call_later(self._every, self._log)
