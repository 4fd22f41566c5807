"""Whom not to meet: once blocked, never again, in any cell and from either side."""

from __future__ import annotations

from collections.abc import Iterable

from whimsy.storage.keys import CELLS, cell_key
from whimsy.storage.redis import Store


async def block(store: Store, pairs: Iterable[tuple[str, str]], kept_ms: int) -> None:
    """From now on the first of each pair of persons never meets the second; raises Unavailable.

    kept_ms: how long the store keeps it after the last such block of the person.
    """
    keyed = [(f"{cell_key(cell)}:blocks:{person}", other) for person, other in pairs for cell in CELLS]
    await store.ask_all(("SADD", key, other) for key, other in keyed)
    await store.ask_all(("PEXPIRE", key, kept_ms) for key, _ in keyed)
