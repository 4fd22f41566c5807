"""Lua steps, loaded from beside the code they serve.

A step may start with `-- include other.lua`, a path below `whimsy/`. What it includes stands before it, once.
"""

import re
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_INCLUDE = re.compile(r"^-- include (.+)$", re.MULTILINE)


@cache
def source(path: str) -> str:
    """The whole text of a step, e.g. "rooms/post.lua", with what it includes in front.

    With its first line a Redis Cluster refuses a key of another slot even on the same node, and a server that
    cannot write refuses the whole step before it begins (Redis 7, "Script flags").
    """
    return "\n".join(["#!lua", *_parts(path, seen=set())])


def _parts(path: str, seen: set[str]) -> list[str]:
    if path in seen:
        return []
    seen.add(path)
    text = (_ROOT / path).read_text()
    parts: list[str] = []
    for name in _INCLUDE.findall(text):
        parts += _parts(name, seen)
    return [*parts, text]
