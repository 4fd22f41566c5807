"""Claims a second: many callers at once look for a partner while rooms full of others are already there.

Both designs get the same callers, the same clock and the same rounds, by turns in one run, so that a busy
machine slows both. A round is a few hundred calls; what it made is counted and removed before the next,
outside the clock, so that "10,000 rooms" stays 10,000.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Protocol

from tests.load.sample import Sample, percentile

CALLERS = 16


@dataclass(frozen=True, slots=True)
class Found:
    """What a round left behind: rooms by how many people are in them, tickets still waiting."""

    rooms: dict[int, int]

    @property
    def invalid(self) -> int:
        """Rooms of more than two, or of one where nobody is on the way: the calls of a round are even."""
        return sum(many for people, many in self.rooms.items() if people != 2)


class Design(Protocol):
    """A way to pair strangers, on a store with `rooms` full rooms."""

    rooms: int

    async def claim(self) -> None:
        """A visitor nobody has seen before looks for a partner."""

    async def settle(self) -> Found:
        """Count what was made since the last time, and remove it."""


@dataclass
class Cell:
    """The measurements of one design at one size."""

    design: Design
    rates: list[float] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)
    made: int = 0
    invalid: int = 0
    fullest: int = 0

    @property
    def rate(self) -> Sample:
        """Calls a second, turn by turn."""
        return Sample(tuple(self.rates))

    @property
    def p50(self) -> float:
        """Milliseconds of one call."""
        return 1000 * percentile(self.delays, 0.5)

    async def measure(self, seconds: float) -> None:
        """One turn: rounds for about this long on the clock."""
        calls = min(max(200, self.design.rooms // 5), 2000)
        took, before = 0.0, len(self.delays)
        while took < seconds:
            took += await self._round(calls, seconds)
        self.rates.append((len(self.delays) - before) / took)

    async def _round(self, calls: int, seconds: float) -> float:
        done: list[float] = []
        begun = time.perf_counter()

        async def caller() -> None:
            while len(done) + CALLERS <= calls and time.perf_counter() - begun < seconds:
                before = time.perf_counter()
                await self.design.claim()
                done.append(time.perf_counter() - before)

        await asyncio.gather(*(caller() for _ in range(CALLERS)))
        took = time.perf_counter() - begun
        if len(done) % 2:
            await self.design.claim()  # so that every visitor could have a partner
        found = await self.design.settle()
        self.delays += done
        self.made += sum(found.rooms.values())
        self.invalid += found.invalid
        self.fullest = max(self.fullest, *found.rooms)
        return took


async def by_turns(designs: list[Design], rounds: int, seconds: float) -> list[Cell]:
    """Measure every design `rounds` times for `seconds`, one after the other and again."""
    cells = [Cell(design) for design in designs]
    for cell in cells:
        await cell.measure(0.2)  # connections, compiled steps, plans: none of it is the design
        cell.rates.clear()
        cell.delays.clear()
    for _ in range(rounds):
        for cell in cells:
            await cell.measure(seconds)
    return cells
