"""Everybody at once: hundreds who speak, or who press Start, in the same moment."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.load.messages import AT_ONCE, Crowd, Window
from tests.load.tab import Tab, WhimsyTab

ROUNDS = 3
_WISH = "climbing"


@dataclass
class Storm:
    """Milliseconds from the first press of Start to each page in the chat. wrong: rooms of not two."""

    waits: list[float] = field(default_factory=list)
    unpaired: int = 0
    wrong: int = 0


async def shouts(make: Callable[[], Tab], many: int, pid: int) -> list[Window]:
    """Windows in which each of `many` paired tabs sends one text at the same time."""
    crowd = Crowd(make, many, pid)
    try:
        await crowd.gather()
        return [await crowd.shout(seed) for seed in range(ROUNDS)]
    finally:
        await crowd.close()


async def storm(address: str, many: int) -> Storm:
    """Let `many` visitors with the same wish press Start at once."""
    tabs = [WhimsyTab(address) for _ in range(many)]
    gate = asyncio.Semaphore(AT_ONCE)

    async def come(tab: WhimsyTab) -> None:
        async with gate:
            await tab.open()
            await tab.wish(_WISH)

    found = Storm()
    try:
        await asyncio.gather(*(come(tab) for tab in tabs))
        begun = time.monotonic()
        await asyncio.gather(*(tab.start() for tab in tabs))
        met = await asyncio.gather(*(tab.until("chatting") for tab in tabs), return_exceptions=True)
        found.waits = [1000 * (when - begun) for when in met if isinstance(when, float)]
        found.unpaired = many - len(found.waits)
        rooms: dict[str, int] = {}
        for tab in tabs:
            rooms[tab.room] = rooms.get(tab.room, 0) + 1
        found.wrong = sum(inside != 2 for room, inside in rooms.items() if room)
        return found
    finally:
        for some in range(0, many, AT_ONCE):
            await asyncio.gather(*(tab.close() for tab in tabs[some : some + AT_ONCE]))
