"""What a claim, a message and a silent tab cost while many tabs are connected, all of them in rooms.

CPU is what the server and Redis say they used, less what the same time costs when nobody does anything.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from redis.asyncio import Redis

from tests.load import machine
from tests.load.messages import Crowd, Window
from tests.load.tab import WhimsyTab

_STEP = 250


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds: on the clock, of the server's CPU, of Redis' CPU."""

    clock: float
    server: float
    redis: float

    def __sub__(self, other: Spent) -> Spent:
        return Spent(self.clock - other.clock, self.server - other.server, self.redis - other.redis)


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU in ms of one act, at the server and at Redis, and how long it took. Delays in ms."""

    server: float
    redis: float
    delays: list[float]

    @classmethod
    def of(cls, spent: Spent, idle: Spent, many: int, delays: list[float]) -> Cost:
        """`many` acts took `spent`, of which the silence of the others is no part."""
        share = spent.clock / idle.clock
        acts = max(1, many)
        return cls(
            1000 * (spent.server - idle.server * share) / acts,
            1000 * (spent.redis - idle.redis * share) / acts,
            delays,
        )


@dataclass(frozen=True, slots=True)
class Level:
    """What was measured with `tabs` connected. idle: CPU ms of a silent tab a second; memory: bytes a tab."""

    tabs: int
    idle_server: float
    idle_redis: float
    message: Cost
    claim: Cost
    window: Window
    rss: float
    memory: float


@dataclass
class Town:
    """The server under measurement: some talk, some look for a partner, the rest are only there."""

    address: str
    pid: int
    store: Redis
    rate: float
    talkers: Crowd = field(init=False)
    seekers: list[WhimsyTab] = field(init=False)
    silent: list[Crowd] = field(default_factory=list)
    tabs: int = 0

    async def found(self, talkers: int, seekers: int) -> None:
        """Open the tabs that do something, and let them do it once."""
        self._empty = machine.memory(self.pid), await self._memory()
        self.talkers = self._crowd(talkers)
        await self.talkers.gather()
        self.seekers = [WhimsyTab(self.address) for _ in range(seekers)]
        for tab in self.seekers:
            await tab.open()
        self.tabs = talkers + seekers
        await self.talkers.talk(self.rate, 1, seed=0)
        await self._claims()

    async def grow(self, tabs: int, until: float) -> bool:
        """Connect tabs up to `tabs`; False when that was not done by `until`."""
        while self.tabs < tabs:
            if time.monotonic() > until:
                return False
            many = min(_STEP, tabs - self.tabs) // 2 * 2
            if not many:
                break
            self.silent.append(self._crowd(many))
            await self.silent[-1].gather()
            self.tabs += many
        return True

    async def measure(self, seconds: float, rounds: int) -> Level:
        """Silence, messages, claims: `seconds` of the first two, `rounds` of claims."""
        begun = await self._spent()
        await asyncio.sleep(seconds)
        idle = await self._spent() - begun
        begun = await self._spent()
        window = await self.talkers.talk(self.rate, seconds, seed=self.tabs)
        message = Cost.of(await self._spent() - begun, idle, window.sent, window.delays)
        claims = [await self._claims() for _ in range(rounds)]
        spent = Spent(
            *(sum(getattr(one, name) for one, _ in claims) for name in ("clock", "server", "redis"))
        )
        claim = Cost.of(
            spent, idle, rounds * len(self.seekers), [delay for _, delays in claims for delay in delays]
        )
        rss, memory = machine.memory(self.pid), await self._memory()
        per = 1000 / idle.clock / self.tabs
        return Level(
            self.tabs, idle.server * per, idle.redis * per, message, claim, window,
            (rss - self._empty[0]) / self.tabs, (memory - self._empty[1]) / self.tabs,
        )  # fmt: skip

    async def close(self) -> None:
        """Close all tabs."""
        await asyncio.gather(*(tab.close() for tab in self.seekers))
        for crowd in (self.talkers, *self.silent):
            await crowd.close()

    async def _claims(self) -> tuple[Spent, list[float]]:
        """Each seeker clicks once, in turn: every second one finds who waits. What follows is not counted."""
        delays = []
        begun = await self._spent()
        for one, other in zip(self.seekers[::2], self.seekers[1::2], strict=True):
            await one.start()
            await one.until("searching")
            clicked = time.monotonic()
            await other.start()
            delays.append(1000 * (max([await tab.until("chatting") for tab in (one, other)]) - clicked))
        spent = await self._spent() - begun
        for one in self.seekers[::2]:
            await one.do("leave", room=one.room)
        for tab in self.seekers:
            await tab.until("ended")
            await tab.do("home", room=tab.room)
            await tab.until("idle")
        return spent, delays

    def _crowd(self, many: int) -> Crowd:
        return Crowd(lambda: WhimsyTab(self.address), many, self.pid)

    async def _spent(self) -> Spent:
        cpu = await self.store.info("cpu")
        return Spent(time.monotonic(), machine.worked(self.pid), cpu["used_cpu_user"] + cpu["used_cpu_sys"])

    async def _memory(self) -> float:
        return (await self.store.info("memory"))["used_memory"]


@dataclass(frozen=True, slots=True)
class Slope:
    """A line through what was measured: `at(n)` is what is to be expected with n tabs."""

    base: float
    per_tab: float

    @classmethod
    def through(cls, points: list[tuple[float, float]]) -> Slope:
        """The line of least squares; flat when there is one point only."""
        many = len(points)
        x, y = sum(p[0] for p in points) / many, sum(p[1] for p in points) / many
        spread = sum((p[0] - x) ** 2 for p in points)
        slope = sum((p[0] - x) * (p[1] - y) for p in points) / spread if spread else 0.0
        return cls(y - slope * x, slope)

    def at(self, tabs: float) -> float:
        """The value with that many tabs."""
        return self.base + self.per_tab * tabs


async def measure(
    town: Town, sizes: tuple[int, ...], seconds: float, rounds: int, until: float
) -> list[Level]:
    """A level for each size, and for as many tabs as were connected by `until` when not all fit."""
    levels = []
    try:
        await town.found(talkers=min(80, sizes[0] * 8 // 10), seekers=min(20, sizes[0] * 2 // 10))
        for size in sizes:
            before = town.tabs
            complete = await town.grow(size, until)
            if complete or town.tabs > 1.2 * before:
                levels.append(await town.measure(seconds, rounds))
            if not complete:
                break
    finally:
        await town.close()
    return levels
