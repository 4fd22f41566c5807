"""The line while Redis is silent: who asks is answered in time, however many they are."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest_asyncio

from tests.faults.stores import Valkey
from tests.town import Town
from whimsy.errors import Unavailable
from whimsy.settings import Settings

_ASKED_TOGETHER = 25


@pytest_asyncio.fixture
async def silent(valkey_of_its_own, tmp_path) -> AsyncIterator[tuple[Town, Valkey]]:
    """A town whose Valkey has just fallen silent."""
    valkey = valkey_of_its_own()
    town = await Town.found(Settings(redis_url=valkey.url, data_dir=tmp_path, store_timeout=1))
    await town.pair()
    valkey.freeze()
    yield town, valkey
    await town.close()


async def test_nobody_waits_longer_than_the_timeout_however_many_ask(silent):
    """500 a second for four seconds: each is refused in time, and the tasks do not grow with the asking.

    Fails without `_refuse_late` in pipeline.py's `_tick`: who asks stands behind all who asked before.
    """
    town, valkey = silent
    usual, waiting, took, stalled = len(asyncio.all_tasks()), set(), [], 0.0
    for _ in range(80):
        begun = time.monotonic()
        for _ in range(_ASKED_TOGETHER):
            waiting.add(asyncio.create_task(_refused_after(town)))
        await asyncio.sleep(0.05)
        done = {task for task in waiting if task.done()}
        waiting -= done
        took += [task.result() for task in done]
        last = len(asyncio.all_tasks()) - usual
        stalled += max(0, time.monotonic() - begun - 0.1)
    took += await asyncio.gather(*waiting)
    print(f"{len(took)} refused after {max(took):.2f} s at most; at the end {last} tasks")
    # A process that stands still for a moment, as while it collects garbage, refuses nobody meanwhile.
    assert max(took) < town.settings.store_timeout + 1 + stalled
    assert last < 25 * _ASKED_TOGETHER, "more than were asked in a second"
    assert len(asyncio.all_tasks()) <= usual + 10, "tasks are left over"


async def test_when_redis_is_back_the_first_to_ask_soon_finds_out(silent):
    """Fails without `self._timeout / 2` in pipeline.py: after one slow answer nobody would be sent."""
    town, valkey = silent
    assert await _refused_after(town) < town.settings.store_timeout + 1
    valkey.thaw()
    returned = time.monotonic()
    citizen = town.citizen()
    while time.monotonic() - returned < 20:
        try:
            await citizen.see()
            break
        except Unavailable:
            await asyncio.sleep(0.05)
    assert time.monotonic() - returned < 10


async def _refused_after(town: Town) -> float:
    begun = time.monotonic()
    try:
        await town.citizen().see()
    except Unavailable:
        return time.monotonic() - begun
    raise AssertionError("answered by a server that stands still")
