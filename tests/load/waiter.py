"""A lone waiter: from the second visitor's click until both pages show the conversation."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass

from tests.load.sample import percentile
from tests.load.tab import WhimsyTab


@dataclass(frozen=True, slots=True)
class Waits:
    """Milliseconds of each round."""

    plain: list[float]
    tagged: list[float]

    @staticmethod
    def show(delays: list[float]) -> tuple[str, str, str]:
        """Median, p95 and the range, as text."""
        middle, high = percentile(delays, 0.5), percentile(delays, 0.95)
        return f"{middle:.1f}", f"{high:.1f}", f"{min(delays):.1f}–{max(delays):.1f}"


async def measure(address: str, rounds: int) -> Waits:
    """Do `rounds` meetings without interests and as many with a shared one, by turns."""
    plain, tagged = [await _two(address), await _two(address, wishing="climbing")]
    waits = Waits([], [])
    try:
        for _ in range(rounds):
            waits.plain.append(await _meet(*plain, shared=[]))
            waits.tagged.append(await _meet(*tagged, shared=["climbing"]))
    finally:
        await asyncio.gather(*(tab.close() for tab in (*plain, *tagged)))
    return waits


async def _two(address: str, wishing: str = "") -> tuple[WhimsyTab, WhimsyTab]:
    tabs = WhimsyTab(address), WhimsyTab(address)
    for tab in tabs:
        await tab.open()
        if wishing:
            await tab.wish(wishing)
    return tabs


async def _meet(one: WhimsyTab, other: WhimsyTab, shared: list[str]) -> float:
    await one.start()
    await one.until("searching")
    # Anywhere between two polls of the waiter: being found must not depend on when it looks.
    await asyncio.sleep(random.uniform(0.1, 0.6))
    clicked = time.monotonic()
    await other.start()
    shown = max([await tab.until("chatting") for tab in (one, other)])
    # A wish that did not arrive would make this the same measurement as the other.
    assert one.vars["shared"] == other.vars["shared"] == shared, (one.vars["shared"], shared)
    await one.do("leave", room=one.room)
    for tab in (one, other):
        await tab.until("ended")
        await tab.do("home", room=tab.room)
        await tab.until("idle")
    return 1000 * (shown - clicked)
