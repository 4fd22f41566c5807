"""A store that is slow, dead or far away: who asks is told in time, nothing piles up, and it goes on."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Iterator

import pytest

from tests import valkey as servers
from tests.storage.proxy import Proxy
from whimsy.errors import Unavailable
from whimsy.settings import Settings
from whimsy.storage import redis
from whimsy.storage.keys import TEXT
from whimsy.storage.redis import Store


@pytest.fixture(scope="module")
def server() -> Iterator[servers.Server]:
    """One server, near."""
    with servers.alone() as server:
        yield server


@pytest.fixture
def settings(server: servers.Server) -> Settings:
    return Settings(redis_url=server.url)


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
    """Fails when neither `_refuse_late` nor `_fail` empties the queue: each trip would wait anew."""
    async with distant(settings, timeout=0.3) as (store, network):
        network.frozen = True
        began = time.monotonic()
        told = await asyncio.gather(*(look(store) for _ in range(3000)), return_exceptions=True)
        assert {type(error) for error in told} == {Unavailable}
        assert time.monotonic() - began < 20, "not 3000 / 16 times 0.3 s"
        with pytest.raises(Unavailable):
            await store.pulse()


async def test_who_stands_behind_too_many_is_refused_at_once(settings: Settings):
    """Fails without `_WAITING` in `Pipeline._ask`: all would be kept."""
    async with distant(settings, timeout=30) as (store, network):
        network.frozen = True
        asked = [asyncio.create_task(look(store)) for _ in range(6000)]
        await asyncio.sleep(0.2)
        refused = [task for task in asked if task.done()]
        assert 6000 - 4200 < len(refused) < 6000 - 4000
        assert {type(task.exception()) for task in refused} == {Unavailable}
        network.frozen = False
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


async def test_who_waits_behind_a_trip_that_failed_is_told_with_it(settings: Settings):
    """Fails when `_fail` leaves those in the queue waiting for their own deadline."""
    async with distant(settings, timeout=0.3) as (store, network):
        network.frozen = True
        with pytest.raises(Unavailable):
            await look(store)
        await asyncio.sleep(0.8)  # the longest rest
        probe = asyncio.create_task(look(store))
        await asyncio.sleep(0.1)
        behind = asyncio.create_task(look(store))
        with pytest.raises(Unavailable):
            await probe
        await asyncio.sleep(0)
        assert behind.done() and isinstance(behind.exception(), Unavailable)


async def test_a_trip_that_is_late_for_who_asked_still_connects_for_the_next(settings: Settings):
    """Fails without `late` in `Pipeline._trip` (0.8 s: select, then ask), or without the bound on `_took`."""
    async with distant(settings, timeout=0.6, delay=0.2) as (store, network):
        fresh = Store(redis.connect(f"redis://127.0.0.1:{network.port}/1", 0.6), Settings(store_timeout=0.6))
        try:
            with pytest.raises(Unavailable):
                await look(fresh)
            await asyncio.sleep(1.0)
            assert await look(fresh)
        finally:
            await fresh.close()


async def test_a_pulse_tells_when_the_store_goes_and_when_it_comes_back(settings: Settings):
    """Fails when `Store._clock` raises anything else, or when `_fail` rests for longer than `_REST` says."""
    async with distant(settings, timeout=0.3) as (store, network):
        network.frozen = True
        for patience in (0.1, 1.0):
            with pytest.raises(Unavailable):
                await store.pulse(patience)
        network.frozen = False
        back, answers = time.monotonic() + 4, False
        while not answers and time.monotonic() < back:
            with contextlib.suppress(Unavailable):
                await store.pulse()
                answers = True
            await asyncio.sleep(0.1)
        assert answers and await look(store)


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
    with servers.alone() as primary, servers.alone(f"replicaof 127.0.0.1 {primary.port}") as replica:
        servers.until(lambda: replica.tell("INFO")["master_link_status"] == "up", "follows")
        store = Store(redis.connect(replica.url, 1), Settings())
        with pytest.raises(Unavailable):
            await store.pulse()
        await store.close()
