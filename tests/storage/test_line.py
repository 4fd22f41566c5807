"""The line to Redis: many steps at once, each answered, whatever Redis has forgotten or lost."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time

import pytest

from tests import valkey
from tests.storage.proxy import Proxy
from tests.town import Town
from whimsy.errors import Unavailable
from whimsy.settings import Settings
from whimsy.storage import redis
from whimsy.storage.keys import TEXT
from whimsy.storage.redis import Store


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


@contextlib.asynccontextmanager
async def distant(settings: Settings, timeout: float = 1.0, delay: float = 0.0):
    """A store at the end of a network that can be slow or dead."""
    port = int(settings.redis_url.get_secret_value().split(":")[2].split("/")[0])
    async with Proxy(port) as network:
        client = redis.connect(f"redis://127.0.0.1:{network.port}/0", timeout)
        store = Store(client, Settings(store_timeout=timeout))
        await store.pulse()
        await asyncio.sleep(0.1)
        network.delay = delay
        try:
            yield store, network
        finally:
            network.frozen, network.delay = False, 0
            await store.close()


def look(store: Store):
    return store.step("rooms/snapshot.lua", TEXT, "nobody")


async def test_who_asks_a_dead_store_is_told_in_time_however_many_ask(settings: Settings):
    """Fails without `late` in `Line._trip` and the clearing of the queue in `_fail`: each trip waits anew."""
    async with distant(settings, timeout=0.3) as (store, network):
        network.frozen = True
        began = time.monotonic()
        told = await asyncio.gather(*(look(store) for _ in range(3000)), return_exceptions=True)
        assert {type(error) for error in told} == {Unavailable}
        assert time.monotonic() - began < 3, "not 3000 / 16 times 0.3 s"
        assert not store.answers


async def test_who_stands_behind_too_many_is_refused_at_once(settings: Settings):
    """Fails without `_WAITING` in `Line._ask`: all would be kept."""
    async with distant(settings, timeout=2) as (store, network):
        network.frozen = True
        asked = [asyncio.create_task(look(store)) for _ in range(6000)]
        await asyncio.sleep(0.2)
        refused = [task for task in asked if task.done()]
        assert 6000 - 4200 < len(refused) < 6000 - 4000
        assert {type(task.exception()) for task in refused} == {Unavailable}
        await asyncio.gather(*asked, return_exceptions=True)


async def test_after_a_trip_that_failed_nobody_waits_until_it_is_tried_again(settings: Settings):
    """Fails without `_rests_until`: each of these would wait for the timeout."""
    async with distant(settings, timeout=0.3) as (store, network):
        network.frozen = True
        with pytest.raises(Unavailable):
            await look(store)
        began = time.monotonic()
        for _ in range(100):
            with pytest.raises(Unavailable):
                await look(store)
            if time.monotonic() - began > 0.2:  # the rest is at least 0.25 s
                break
        else:
            return
        pytest.fail("waited")


async def test_the_store_says_when_it_goes_and_when_it_comes_back(settings: Settings):
    """Fails without `doubt()` in `_fail`, or `_say(answers=True)` in `_trip`."""
    async with distant(settings, timeout=0.3) as (store, network):
        said: list[bool] = []
        store.changed = said.append
        network.frozen = True
        with pytest.raises(Unavailable):
            await store.pulse()
        assert said == [False] and not store.answers
        network.frozen = False
        back = time.monotonic() + 4
        while not store.answers and time.monotonic() < back:
            with contextlib.suppress(Unavailable):
                await store.pulse()
            await asyncio.sleep(0.1)
        assert said == [False, True] and store.answers
        assert await look(store)


async def test_four_hundred_tabs_live_with_a_store_half_a_second_away(settings: Settings):
    """Fails with `_SLOW_TOGETHER = 8`: 16 to 64 steps in half a second would starve them."""
    async with distant(settings, delay=0.25) as (store, _):
        answered = refused = 0

        async def tab() -> None:
            nonlocal answered, refused
            await asyncio.sleep(random.uniform(0, 1))
            for _ in range(3):
                try:
                    await look(store)
                    answered += 1
                except Unavailable:
                    refused += 1
                await asyncio.sleep(0.5)

        await asyncio.wait_for(asyncio.gather(*(tab() for _ in range(400))), 20)
        assert answered + refused == 1200
        assert refused < 60, refused


async def test_the_stores_clock_is_known_whatever_ours_says(settings: Settings, monkeypatch):
    """Fails when `Store.now` trusts this process's clock."""
    async with distant(settings) as (store, _):
        real = time.time()
        monkeypatch.setattr(time, "time", lambda: real + 3600)
        await store.pulse()
        assert abs(store.now() - real) < 60


async def test_a_server_that_refuses_every_step_does_not_answer(tmp_path):
    """Fails without `#!lua` in scripts.py: a replica would tell the time."""
    with valkey.alone() as primary, valkey.alone(f"replicaof 127.0.0.1 {primary.port}") as replica:
        valkey.until(lambda: replica.tell("INFO")["master_link_status"] == "up", "follows")
        store = Store(redis.connect(replica.url, 1), Settings())
        with pytest.raises(Unavailable):
            await store.pulse()
        assert not store.answers
        await store.close()
