"""Finds variables of the environment that look like a setting and are none, which is a mistake.

If a service is called whimsy, or whimsy-redis, Kubernetes and Docker's links add variables that nobody meant
as settings, such as `WHIMSY_SERVICE_HOST` and `WHIMSY_PORT_3000_TCP_ADDR`.
"""

import difflib
import re
from collections.abc import Iterable, Mapping

PREFIX = "WHIMSY_"
OURS = frozenset({"WHIMSY_BUILD"})
"""What the supervisor sets for its workers."""

_LINKED = re.compile(
    r"WHIMSY_(\w+_)?(SERVICE_HOST|SERVICE_PORT\w*|PORT_\d+_(TCP|UDP|SCTP)\w*|ENV_\w+)", re.ASCII
)
_LINK = re.compile(r"(tcp|udp|sctp)://\S*|/\S+/\S+")


def unknown(environment: Mapping[str, str], settings: Iterable[str]) -> str:
    """What is wrong with the names of an environment, in one sentence; "" if nothing is."""
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
        hint = f"did you mean {close[0]}?" if close else "docs/settings.md has all."
        return f"{shown} is not a setting; {hint}"
    return ""


def _linked(name: str, value: str) -> bool:
    return bool(_LINKED.fullmatch(name) or (name.endswith(("_PORT", "_NAME")) and _LINK.fullmatch(value)))
