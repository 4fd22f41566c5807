"""Practice strangers in the served app that leave when the test ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest_asyncio

from tests.serving import Served
from whimsy.stranger.stranger import Stranger


@pytest_asyncio.fixture
async def practise(served: Served) -> AsyncIterator[Callable[..., Stranger]]:
    """Lets strangers in; `stranger.task` is what they do."""
    strangers: list[Stranger] = []

    def let_in(**habits) -> Stranger:
        stranger = Stranger(served.address, **{"pace": 0.05, **habits})
        stranger.task = asyncio.create_task(stranger.run())
        strangers.append(stranger)
        return stranger

    yield let_in
    for stranger in strangers:
        stranger.task.cancel()
    await asyncio.gather(*(stranger.task for stranger in strangers), return_exceptions=True)
    assert [stranger.page.surprises for stranger in strangers if stranger.page.surprises] == []
    assert [task for task in asyncio.all_tasks() if "aiortc" in repr(task)] == []
