"""The line to Redis: many steps at once, each answered, whatever Redis has forgotten or lost."""

from __future__ import annotations

import asyncio

import pytest

from tests.town import Town
from whimsy.errors import Unavailable
from whimsy.settings import Settings
from whimsy.storage.keys import TEXT


async def test_a_thousand_steps_asked_at_once_are_each_answered(town: Town):
    citizens = [town.citizen() for _ in range(1000)]
    seen = await asyncio.wait_for(asyncio.gather(*(c.see() for c in citizens)), 20)
    assert {snapshot.phase for snapshot in seen} == {"idle"}


async def test_a_step_asked_at_any_moment_is_never_left_behind(town: Town):
    async def now_and_then(i: int) -> None:
        for _ in range(40):
            await asyncio.sleep(0 if i % 3 else 0.0003 * (i % 7))
            await town.rooms.snapshot(town.citizen().tab, TEXT)

    await asyncio.wait_for(asyncio.gather(*(now_and_then(i) for i in range(30))), 30)


async def test_steps_that_redis_has_forgotten_are_taught_again_and_run_once(town: Town):
    one, other, room = await town.pair()
    await town.client.script_flush()
    await asyncio.gather(*(one.say(room, str(i), f"n{i}") for i in range(30)))
    texts = [entry.text for entry in (await other.see()).log if entry.kind == "text"]
    assert sorted(texts) == sorted(str(i) for i in range(30))


async def test_all_who_wait_are_told_when_redis_does_not_answer(tmp_path):
    town = Town(Settings(redis_url="redis://127.0.0.1:1/0", data_dir=tmp_path))
    told = await asyncio.gather(*(town.citizen().see() for _ in range(50)), return_exceptions=True)
    assert {type(error) for error in told} == {Unavailable}
    with pytest.raises(Unavailable):
        await town.citizen().see()
    await town.close()
