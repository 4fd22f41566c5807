"""What waited in a store that stood still does not happen after all."""

from __future__ import annotations

import asyncio
import contextlib
import time

import pytest

from tests import valkey
from tests.town import Town
from whimsy.errors import Unavailable
from whimsy.settings import Settings
from whimsy.storage import redis
from whimsy.storage.keys import TEXT


async def test_a_step_that_waited_in_a_frozen_store_does_not_run_late(tmp_path, monkeypatch):
    """Fails without the LATE line in cell.lua: what was given up would be said after all."""
    monkeypatch.setattr(redis, "_LENIENCE", 0.5)
    with valkey.alone() as server:
        town = await Town.found(Settings(redis_url=server.url, data_dir=tmp_path, store_timeout=0.5))
        one, other, room = await town.pair()
        await town.store.pulse()
        server.freeze()
        with pytest.raises(Unavailable):
            await one.say(room, "too late")
        time.sleep(1.2)  # longer than anybody's patience
        server.thaw()
        answers = False
        while not answers:
            await asyncio.sleep(0.5)
            with contextlib.suppress(Unavailable):
                await town.store.pulse()
                answers = True
        assert (await other.see()).n == 1
        assert (await one.say(room, "in time")).entry.seq == 2
        await town.close()


async def test_a_clock_that_is_not_known_yet_holds_nothing_up(town: Town):
    one = town.citizen()
    await one.enter()
    assert (await one.see()).phase == "searching"
    await town.store.pulse()
    assert (await one.see()).phase == "searching"
    assert await town.lobby.reap(TEXT) == (0, 0)
