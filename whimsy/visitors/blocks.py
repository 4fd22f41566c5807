"""Whom not to meet: once blocked, never again, in any cell and from either side."""

from __future__ import annotations

from whimsy.storage.keys import CELLS, cell_key
from whimsy.storage.redis import Store, answer

_TTL_SECONDS = 90 * 86400


async def block(store: Store, person: str, other: str) -> None:
    """From now on `person` never meets `other`; raises Unavailable."""
    pipe = store.client.pipeline(transaction=False)
    for cell in CELLS:
        key = f"{cell_key(cell)}:blocks:{person}"
        pipe.sadd(key, other)
        pipe.expire(key, _TTL_SECONDS)
    await answer(pipe.execute())
