"""Whom not to meet: once blocked, never again, in any cell and from either side."""

from __future__ import annotations

from whimsy.storage.keys import CELLS, cell_key
from whimsy.storage.redis import Store

_TTL_SECONDS = 90 * 86400


async def block(store: Store, person: str, other: str) -> None:
    """From now on `person` never meets `other`; raises Unavailable."""
    keys = [f"{cell_key(cell)}:blocks:{person}" for cell in CELLS]
    await store.ask_all(("SADD", key, other) for key in keys)
    await store.ask_all(("EXPIRE", key, _TTL_SECONDS) for key in keys)
