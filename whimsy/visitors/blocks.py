"""Whom the lobby never pairs, in any cell and from either side."""

from collections.abc import Iterable

from whimsy.storage.keys import CELLS, cell_key
from whimsy.storage.redis import Store


async def block(store: Store, pairs: Iterable[tuple[str, str]], kept_ms: int) -> None:
    """Keep the first of each pair of persons from meeting the second; raises Unavailable.

    kept_ms: how long the store keeps the blocks of a person after the last one.
    """
    keyed = [(f"{cell_key(cell)}:blocks:{person}", other) for person, other in pairs for cell in CELLS]
    await store.ask_all(("SADD", key, other) for key, other in keyed)
    await store.ask_all(("PEXPIRE", key, kept_ms) for key, _ in keyed)
