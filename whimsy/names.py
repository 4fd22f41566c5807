"""Which variables of the environment are ours: one that nobody reads is a mistake, and is said.

Kubernetes and Docker's links put variables beside ours when a service is called whimsy, or whimsy-redis:
`WHIMSY_SERVICE_HOST`, `WHIMSY_PORT_3000_TCP_ADDR`. Nobody meant those as settings.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

PREFIX = "WHIMSY_"
OURS = frozenset({"WHIMSY_BUILD"})
"""What the supervisor tells its workers."""

_LINKED = re.compile(
    r"WHIMSY_(\w+_)?(SERVICE_HOST|SERVICE_PORT\w*|PORT_\d+_(TCP|UDP|SCTP)\w*|ENV_\w+)", re.ASCII
)
_LINK = re.compile(r"(tcp|udp|sctp)://\S*|/\S+/\S+")


def unknown(environment: Mapping[str, str], settings: Iterable[str]) -> str:
    """What is wrong with the names in an environment, in one sentence; "" if nothing is."""
    known = OURS.union(settings)
    for name in sorted(environment):
        if not name.upper().startswith(PREFIX):
            continue
        value = environment[name]
        if name.upper() == "WHIMSY_PORT" and _LINK.fullmatch(value):
            return (
                "WHIMSY_PORT is set by Kubernetes for a Service called whimsy: set "
                "enableServiceLinks: false, or give the Service another name."
            )
        if name.upper() in known or _linked(name, value):
            continue
        close = difflib.get_close_matches(name.upper(), sorted(known - OURS), n=1, cutoff=0.75)
        shown = name if name.isprintable() else ascii(name)
        return f"{shown} is not a setting" + (
            f"; did you mean {close[0]}?" if close else "; docs/settings.md has all."
        )
    return ""


def _linked(name: str, value: str) -> bool:
    return bool(_LINKED.fullmatch(name) or (name.endswith(("_PORT", "_NAME")) and _LINK.fullmatch(value)))
