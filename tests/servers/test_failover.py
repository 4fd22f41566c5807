"""Servers that die, freeze and come back: steps go on where they can, and events are heard again."""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import time
from collections.abc import AsyncIterator, Callable

import pytest
from redis.asyncio.connection import Connection
from redis.asyncio.sentinel import Sentinel, SentinelManagedConnection

from tests import valkey as servers
from tests.ports import free_port
from tests.storage.proxy import Proxy
from whimsy import events
from whimsy.errors import Unavailable
from whimsy.settings import Settings
from whimsy.storage import redis
from whimsy.storage.bus import Bus
from whimsy.storage.cluster import Cluster
from whimsy.storage.keys import TEXT, VIDEO, Cell, cell_key
from whimsy.storage.redis import Store
from whimsy.storage.sentinels import Sentinels

TAB = "t" * 32


class Process:
    """What one server process has of the store: steps, a pulse, ears."""

    def __init__(self, url: str) -> None:
        self.heard: list[events.Event] = []
        self.gaps = 0
        self.answers = True
        client = redis.connect(url, 1)
        self.store = Store(client, Settings(redis_url=url))
        self.bus = Bus(client, lambda _tab, _holder, event: self.heard.append(event), self._missed)

    def _missed(self) -> None:
        self.gaps += 1

    async def __aenter__(self) -> Process:
        await self.bus.start()
        self._pulse = asyncio.create_task(self._beat())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._pulse.cancel()
        await asyncio.gather(self._pulse, return_exceptions=True)
        await self.bus.stop()
        await self.store.close()

    async def _beat(self) -> None:
        while True:
            try:
                await self.store.pulse()
                self.answers = True
            except Unavailable:
                self.answers = False
            await asyncio.sleep(0.25)

    async def works(self, cell: Cell) -> bool:
        """Whether a step that writes and publishes runs now: a tab changes hands, its old holder is told."""
        try:
            for attachment in ("1", "2"):
                holder = f"{self.bus.inbox}/{attachment}"
                await self.store.ask("HSET", f"{cell_key(cell)}:tab:{TAB}", "holder", holder)
                await self.store.step("rooms/attach.lua", cell, TAB, f"{self.bus.inbox}/3")
        except Unavailable:
            return False
        return True

    async def hears(self, cell: Cell) -> bool:
        """Whether what a step of the cell publishes arrives."""
        before = len(self.heard)
        if not await self.works(cell):
            return False
        for _ in range(20):
            if len(self.heard) > before:
                return True
            await asyncio.sleep(0.02)
        return False


async def until(true, seconds: float = 20) -> float:
    """Wait until `true` says so; returns after how many seconds."""
    began = time.monotonic()
    while not await true():
        assert time.monotonic() - began < seconds, "not in time"
        await asyncio.sleep(0.1)
    return time.monotonic() - began


@pytest.fixture
def process():
    @contextlib.asynccontextmanager
    async def run(url: str) -> AsyncIterator[Process]:
        async with Process(url) as one:
            await until(lambda: one.hears(TEXT))
            yield one

    return run


@pytest.mark.parametrize("how", ["kill", "freeze"])
async def test_the_replica_takes_over_when_the_primary_is_gone(process, how: str):
    """Fails when the pool does not ask the Sentinels anew, or the bus does not reconnect."""
    with servers.watched() as group:
        async with process(group.url) as one:
            getattr(group.servers[0], how)()
            await until(lambda: gone(one))
            await until(lambda: one.hears(TEXT))
            await until(lambda: answers(one))
            assert one.gaps == 2
            if how == "freeze":  # the old primary comes back, and is nobody's primary any more
                group.servers[0].thaw()
                await asyncio.sleep(2)
                assert await one.hears(TEXT)


async def gone(one: Process) -> bool:
    return not one.answers


async def test_in_a_cluster_the_other_cells_go_on_and_a_replica_takes_over(process):
    """Fails with one pipeline for all nodes, or without `look_soon` after a refusal in pipelines.py."""
    with servers.clustered(replicas=True) as cluster:
        text, video = cluster.owner(cell_key(TEXT)), cluster.owner(cell_key(VIDEO))
        assert text is not video
        async with process(cluster.url) as one:
            await until(lambda: one.works(VIDEO))
            text.kill()
            took = []
            while not await one.hears(TEXT):
                began = time.monotonic()
                assert await one.works(VIDEO)
                took.append(time.monotonic() - began)
                await asyncio.sleep(0.05)
            assert statistics.median(took) < 0.5, "held up by the dead node"
            await until(lambda: one.hears(VIDEO))
            await until(lambda: answers(one))


async def answers(one: Process) -> bool:
    return one.answers


async def test_a_node_that_comes_back_is_used_again(process, cluster: servers.Cluster):
    """Fails when `Store.pulse` forgets a node of the map, or a broken line never tries again."""
    text = cluster.owner(cell_key(TEXT))
    async with process(cluster.url) as one:
        text.kill()
        await until(lambda: gone(one))
        assert await one.works(VIDEO) and not await one.works(TEXT)
        await asyncio.sleep(2)
        assert not one.answers, "all primaries must answer"
        text.start()
        took = await until(lambda: one.hears(TEXT))
        assert took < 8
        await until(lambda: answers(one))
        assert await one.hears(VIDEO)


async def test_ears_at_a_dead_node_are_opened_at_another(process, cluster: servers.Cluster):
    """Fails when `Cluster.pubsub` goes back to the same node."""
    async with process(cluster.url) as one:
        client = one.store.client
        listening = next(server for server in cluster.servers if server.name == client._ears)
        others = [c for c in (TEXT, VIDEO) if cluster.owner(cell_key(c)) is not listening]
        listening.freeze()
        try:
            took = await until(lambda: one.hears(others[0]))
            assert took < 10 and one.gaps == 2
        finally:
            listening.thaw()
        await until(lambda: answers(one))


async def test_a_slot_that_moved_is_found(process):
    """Fails without `moved` in pipelines.py."""
    with servers.clustered() as cluster:
        text, video = cluster.owner(cell_key(TEXT)), cluster.owner(cell_key(VIDEO))
        slot = servers.slot(cell_key(TEXT))
        async with process(cluster.url) as one:
            text.tell("FLUSHALL")
            for server in cluster.servers:
                server.tell("CLUSTER", "SETSLOT", slot, "NODE", video.tell("CLUSTER", "MYID"))
            assert await one.works(TEXT)
            await until(lambda: one.hears(TEXT))
            assert await one.store.client.owner(cell_key(TEXT)) == video.name


async def test_a_restart_with_its_data_loses_nothing(process):
    """Fails without AOF in the options: what docs/redis.md tells a deployer."""
    with servers.alone("appendonly yes", "appendfsync always") as server:
        async with process(server.url) as one:
            await one.store.ask("SET", f"{cell_key(TEXT)}:kept", "yes")
            server.kill()
            await until(lambda: gone(one))
            server.start()
            assert await until(lambda: one.hears(TEXT)) < 5
            assert await one.store.ask("GET", f"{cell_key(TEXT)}:kept") == "yes"
            assert one.gaps == 2


async def test_a_connection_that_only_seems_open_is_noticed_and_told_once(process):
    """Fails without the bell in bus.py: the subscriber would wait for TCP to give up."""
    with servers.alone() as server:
        async with Proxy(server.port) as network, process(f"redis://127.0.0.1:{network.port}/0") as one:
            network.frozen = True
            await asyncio.sleep(6)
            assert not one.bus._ready.is_set() and one.gaps == 1
            network.frozen = False
            assert await until(lambda: one.hears(TEXT)) < 5
            assert one.gaps == 2


async def test_quiet_ears_are_not_taken_for_deaf(process):
    """Fails when the bell is not heard as a sign of life."""
    with servers.alone() as server:
        async with process(server.url) as one:
            await asyncio.sleep(6)
            assert one.gaps == 1 and await one.hears(TEXT)


async def test_the_sentinels_are_asked_once_for_all_who_connect(monkeypatch):
    """Fails when each task asks for itself, or one that goes away takes the answer from the others."""
    asked = []

    async def ask(_self, service_name):
        asked.append(service_name)
        await asyncio.sleep(0.05)
        return "primary", 6379

    monkeypatch.setattr(Sentinel, "discover_master", ask)
    sentinels = Sentinels([("127.0.0.1", free_port())])
    first, *others = (asyncio.create_task(sentinels.discover_master("whimsy")) for _ in range(4))
    await asyncio.sleep(0.01)
    first.cancel()
    assert await asyncio.gather(*others) == [("primary", 6379)] * 3 and asked == ["whimsy"]
    await sentinels.discover_master("whimsy")
    assert asked == ["whimsy"] * 2, "asked anew: it may have become another"


async def closed_while_connecting(url: str, under_way: Callable[[], bool]) -> None:
    """Close a store as it makes connections ahead."""
    store = Store(redis.connect(url, 2), Settings(redis_url=url))
    await store.pulse()
    async with asyncio.timeout(10):
        while not under_way():
            await asyncio.sleep(0.01)
    await store.close()


async def test_who_stops_while_connecting_finishes_every_goodbye(monkeypatch):
    """Fails without `settle` in sentinels.py: what is open after the end is closed by nobody."""
    begun, ended, close = [], [], Connection.disconnect

    async def disconnect(connection, *args, **kwargs):
        if not isinstance(connection, SentinelManagedConnection):
            begun.append(connection)
            await asyncio.sleep(0.1)
            ended.append(connection)
        await close(connection, *args, **kwargs)

    monkeypatch.setattr(Connection, "disconnect", disconnect)
    with servers.watched() as group:
        await closed_while_connecting(group.url, lambda: len(begun) > len(ended))
    assert begun == ended


@pytest.fixture
def connecting(request, monkeypatch) -> tuple[list[Connection], list[Connection]]:
    """The connections begun and those made; all but the first take a while, or as long as is asked for."""
    begun, made, connect = [], [], Connection._connect

    async def slow(connection):
        begun.append(connection)
        await connect(connection)
        if connection is not begun[0]:
            await asyncio.sleep(getattr(request, "param", 0.1))
        made.append(connection)

    monkeypatch.setattr(Connection, "_connect", slow)
    return begun, made


@pytest.mark.parametrize("group", [servers.alone, servers.clustered])
async def test_who_stops_while_connecting_breaks_nothing_off(connecting, group):
    """Fails when `close` in pipeline.py cancels at once: in mid-TLS a socket stayed open."""
    begun, made = connecting
    with group() as running:
        await closed_while_connecting(running.url, lambda: len(begun) > len(made))
    assert {*begun} == {*made}


async def test_who_stops_during_the_first_trip_makes_no_connection_ahead(connecting):
    """Fails without `_closing` in pipeline.py: what is made after the end is closed by nobody."""
    begun, made = connecting
    with servers.alone() as server:
        store = Store(redis.connect(server.url, 2), Settings(redis_url=server.url))
        trip = asyncio.create_task(store.pulse())
        while not begun:
            await asyncio.sleep(0)
        await store.close()
        await asyncio.gather(trip, return_exceptions=True)
        await asyncio.sleep(0.05)
    assert len(begun) == len(made) == 1


@pytest.mark.parametrize("connecting", [1], indirect=True)
async def test_who_stops_while_nodes_are_asked_breaks_nothing_off(connecting, cluster: servers.Cluster):
    """Fails when cluster.py cancels the slower nodes, or does not wait for them before it closes."""
    begun, made = connecting
    async with contextlib.aclosing(redis.connect(cluster.url, 2)) as client:
        await client.primaries()
        assert len(begun) > len(made)
    assert {*begun} == {*made}


async def test_a_node_that_left_while_it_was_asked_is_closed_again():
    """Fails without `aclose` in `_slots` of cluster.py: what it connected meanwhile is closed by nobody."""
    told: list[str] = []

    class Node:
        def __init__(self, host: str, _port: int) -> None:
            self.host, self.members = host, ["first", "second"]

        async def execute_command(self, _command: str):
            if self.host == "second":
                await asyncio.sleep(0.05)
                told.append("answered")
            return [[0, 16383, *([host, 6379] for host in self.members)]]

        async def aclose(self) -> None:
            if self.host == "second":
                told.append("closed")

    cluster = Cluster([("first", 6379)], Node)
    await cluster.look()
    cluster.node("first:6379").members = ["first"]
    await cluster.look()
    assert told == ["closed"]
    await cluster.aclose()
    assert told == ["closed", "answered", "closed"]
