"""Work in the background ends when it is told to."""

from __future__ import annotations

import asyncio

from whimsy.chores import Chores


async def test_a_job_that_swallows_a_cancellation_ends_all_the_same():
    """Fails when `end` in chores.py cancels only once."""
    swallowed = 0

    async def deaf() -> None:
        nonlocal swallowed
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            swallowed += 1
            if swallowed > 1:
                raise

    chores = Chores()
    chores.every(0.001, deaf)
    await asyncio.sleep(0.01)
    async with asyncio.timeout(5):
        await chores.stop()
    assert swallowed == 2
