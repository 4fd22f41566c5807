"""A rolling restart under load: a thousand chats go on while every server process is replaced."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import signal
import time
from collections.abc import AsyncIterator, Callable

import psutil
import pytest
import pytest_asyncio

from tests.deploys.conftest import tell
from tests.deploys.tab import ReturningTab
from tests.load import machine
from tests.load.sample import percentile
from tests.serving import Served
from whimsy.settings import Settings

pytestmark = pytest.mark.served

CHATS = 1_000
FEWEST = 100
WORKERS = 2
LINES_PER_SECOND = 40
AT_ONCE = 16
_SETTINGS = Settings()
UNNOTICED = _SETTINGS.lease - _SETTINGS.beat
"""Seconds for which a tab can be gone without its partner being told: its lease is a beat old at most."""


def processes(server: Served) -> dict[int, float]:
    """The server's worker processes and how many seconds of CPU each has used."""
    used = {}
    for child in psutil.Process(server.process.pid).children():
        with contextlib.suppress(psutil.Error):  # it has just ended
            if "spawn_main" in " ".join(child.cmdline()):
                used[child.pid] = sum(child.cpu_times()[:2])
    return used


async def gather(server: Served, tabs: int) -> tuple[list[ReturningTab], float]:
    """That many tabs talking, two by two, and the seconds that their arrival took of the machine."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def come(tab: ReturningTab) -> ReturningTab:
        async with gate:
            await tab.open()
            await tab.start()
        return tab

    begun = time.monotonic()
    come_in = await asyncio.gather(*(come(ReturningTab(server.address)) for _ in range(tabs)))
    took = time.monotonic() - begun
    for tab in come_in:
        await tab.until("chatting")
    return come_in, took


async def talk(tabs: list[ReturningTab]) -> None:
    """Somebody says something, again and again, until cancelled."""
    for number in itertools.count():
        await random.choice(tabs).say(f"line {number}")
        await asyncio.sleep(random.expovariate(LINES_PER_SECOND))


async def watch(server: Served, seen: list[float]) -> None:
    """How many cores the servers use, in every second, until cancelled."""
    while True:
        before, begun = processes(server), time.monotonic()
        await asyncio.sleep(1)
        worked = sum(used - before.get(pid, 0) for pid, used in processes(server).items())
        seen.append(worked / (time.monotonic() - begun))


async def until(true: Callable[[], bool], what: str, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"still waiting {what}"
        await asyncio.sleep(0.1)


async def restart(server: Served) -> float:
    """Replace all processes one by one, as `kill -HUP` does; returns the seconds it took."""
    old, begun = processes(server).keys(), time.monotonic()
    tell(server, signal.SIGHUP)

    def replaced() -> bool:
        now = processes(server).keys()
        return not now & old and len(now) == WORKERS

    await until(replaced, "for new workers", 120)
    return time.monotonic() - begun


def chats(tabs: list[ReturningTab]) -> dict[str, list[ReturningTab]]:
    by_room: dict[str, list[ReturningTab]] = {}
    for tab in tabs:
        by_room.setdefault(tab.room, []).append(tab)
    return by_room


@pytest_asyncio.fixture
async def tabs(serve: Callable[..., Served]) -> AsyncIterator[tuple[Served, list[ReturningTab], float]]:
    """A server with two processes, its chats, and the seconds that each arrival took.

    A process that goes sends half of all tabs to another within `drain`. A machine on which so many arrivals
    take longer has as many chats as it can take in half of that time, as the start of the other process and
    the talk need the rest: its speed is not what is tested here.
    """
    machine.allow_sockets(3 * 2 * CHATS)
    server = serve(workers=WORKERS)
    await until(lambda: len(processes(server)) == WORKERS, "for all workers", 60)
    tabs, took = await gather(server, 2 * FEWEST)
    arrival = took / len(tabs)
    chats = max(FEWEST, min(CHATS, int(_SETTINGS.drain / 2 / arrival)))
    more, _took = await gather(server, 2 * (chats - FEWEST))
    tabs += more
    yield server, tabs, arrival
    for some in range(0, len(tabs), AT_ONCE):
        await asyncio.gather(*(tab.close() for tab in tabs[some : some + AT_ONCE]))


@pytest.mark.timeout(300)
async def test_a_thousand_chats_survive_a_rolling_restart(tabs, record_property):
    """Fails without the `draining` return in `arrival.depart`: everybody sees their partner away."""
    server, tabs, arrival = tabs
    before, cores = chats(tabs), []
    talking, watching = asyncio.create_task(talk(tabs)), asyncio.create_task(watch(server, cores))
    await asyncio.sleep(2)
    took = await restart(server)
    await until(lambda: all(tab.phase not in ("away", "loading") for tab in tabs), "for all tabs", 60)
    talking.cancel()
    watching.cancel()
    for number, tab in enumerate(tabs):
        await tab.say(f"after {number}")
        if number % 20 == 0:
            await asyncio.sleep(0.1)
    await until(lambda: not any(tab.pending for tab in tabs), "for all lines to be accepted", 60)
    await asyncio.sleep(1)

    after = chats(tabs)
    survived = [
        room
        for room, (one, other) in before.items()
        if after.get(room) == [one, other] and one.phase == other.phase == "chatting"
    ]
    lost = [
        text
        for one, other in before.values()
        for sender, partner in ((one, other), (other, one))
        for text, seq in sender.accepted.items()
        if partner.lines.get(seq) != text
    ]
    accepted = sum(len(tab.accepted) for tab in tabs)
    returns = [1000 * back for tab in tabs for back in tab.comebacks]
    alarmed = [tab for tab in tabs if tab.away]
    partner = {tab: other for pair in before.values() for tab, other in (pair, pair[::-1])}
    too_soon = [tab for tab in alarmed if max(partner[tab].comebacks) < UNNOTICED - _SETTINGS.beat]
    figures = (
        f"{len(survived)} of {len(before)} chats survived; of {accepted} lines taken {len(lost)} were lost; "
        f"{len(alarmed)} tabs were told that their partner is away, {len(too_soon)} too soon; "
        f"{len(returns)} returns, p50 {percentile(returns, 0.5):.0f}, p99 {percentile(returns, 0.99):.0f}, "
        f"longest {max(returns):.0f} ms; {took:.0f} s in all; an arrival took {1000 * arrival:.1f} ms of the "
        f"machine; the servers used {sum(cores) / len(cores):.1f} cores, at most {max(cores):.1f}"
    )
    print(figures)
    record_property("figures", figures)
    assert len(survived) >= 0.99 * len(before), figures
    assert lost == [], figures
    assert after.keys() == before.keys(), figures  # nobody was paired anew
    assert len(returns) >= len(tabs), figures  # the old processes are gone: everybody moved
    assert len(too_soon) <= 0.01 * len(tabs), figures
    assert percentile(returns, 0.99) <= 1000 * UNNOTICED, figures
