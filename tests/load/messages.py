"""Messages under load: hundreds of pairs talk, and each text says when it was sent.

Texts are sent when their time has come, whether the ones before arrived or not (an open loop, Poisson
arrivals, the same schedule for every contender). One process holds both ends, so there is one clock. What is
said are sentences that people write, as much of what a text costs is to look at its words; each begins with
a new word, as a name or a slip of the keys is one, by which it is known.
"""

from __future__ import annotations

import asyncio
import gc
import itertools
import random
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.load import machine
from tests.load.sample import percentile
from tests.load.tab import Tab

_BYTES = 68
"""The most that a text has: whole words of it, 64 on average."""
AT_ONCE = 8
_DRAIN_SECONDS = 5


@dataclass
class Window:
    """What happened to the texts of one stretch of time. Delays in milliseconds."""

    sent: int = 0
    delays: list[float] = field(default_factory=list)
    repeated: int = 0
    disordered: int = 0
    astray: int = 0
    traffic: int = 0
    cpu: float = 0
    """Seconds the server and its children worked."""
    late: list[float] = field(default_factory=list)
    """How far the load itself was behind its schedule."""

    @property
    def lost(self) -> int:
        """Texts that never arrived, or too late to matter."""
        return self.sent - len(self.delays)

    @property
    def wrong(self) -> int:
        """Texts that arrived twice, before an earlier one, or at somebody else."""
        return self.repeated + self.disordered + self.astray

    def p(self, share: float) -> float:
        """A percentile of the delays."""
        return percentile(self.delays, share)


class Crowd:
    """Paired tabs of one contender, and what it says when they talk. `pid`: its server."""

    def __init__(self, make: Callable[[], Tab], tabs: int, pid: int) -> None:
        self._tabs = [make() for _ in range(tabs)]
        self._pid = pid
        self._window = Window()
        self._sent: dict[str, tuple[int, Tab, float]] = {}
        self._arrived: set[int] = set()
        self._numbers = itertools.count()
        self._latest: dict[Tab, int] = {}

    async def gather(self) -> None:
        """Open the tabs, a few at a time, and pair them all."""
        gate = asyncio.Semaphore(AT_ONCE)

        async def come(tab: Tab) -> None:
            async with gate:
                await tab.open()
                await tab.start()

        await asyncio.gather(*(come(tab) for tab in self._tabs))
        for tab in self._tabs:
            await tab.until("chatting")
            tab.heard = lambda text, now, tab=tab: self._hear(tab, text, now)

    async def talk(self, rate: float, seconds: float, seed: int) -> Window:
        """Send `rate` texts a second for `seconds`, and wait for the last ones."""
        return await self._measured(self._send(random.Random(seed), rate, seconds))

    async def shout(self, seed: int) -> Window:
        """Let every tab send one text at the same time, and wait for the last one."""
        return await self._measured(self._send_at_once(random.Random(seed)))

    async def _measured(self, sending: Coroutine[Any, Any, None]) -> Window:
        self._window = window = Window()
        for of_the_last_window in (self._sent, self._arrived, self._latest):
            of_the_last_window.clear()
        before, worked = self._traffic(), machine.worked(self._pid)
        gc.collect()
        gc.disable()  # a pause of the load's own is nobody's delay
        try:
            await sending
            waiting_until = time.monotonic() + _DRAIN_SECONDS
            while window.lost and time.monotonic() < waiting_until:
                await asyncio.sleep(0.05)
        finally:
            gc.enable()
        window.cpu = machine.worked(self._pid) - worked
        window.traffic = self._traffic() - before
        return window

    async def _send(self, chance: random.Random, rate: float, seconds: float) -> None:
        window, begun, due, sending = self._window, time.monotonic(), 0.0, set()
        while (due := due + chance.expovariate(rate)) < seconds:
            if (early := begun + due - time.monotonic()) > 0:
                await asyncio.sleep(early)
            window.late.append(1000 * max(0.0, time.monotonic() - begun - due))
            sending.add(asyncio.create_task(self._say(chance.choice(self._tabs), chance)))
        await asyncio.gather(*sending)

    async def _send_at_once(self, chance: random.Random) -> None:
        self._window.late.append(0.0)
        await asyncio.gather(*(self._say(tab, chance) for tab in self._tabs))

    def _say(self, tab: Tab, chance: random.Random) -> Coroutine[Any, Any, None]:
        number = next(self._numbers)
        word = _word(number)
        self._sent[word] = (number, tab, time.monotonic())
        self._window.sent += 1
        return tab.say(f"{word} {_sentence(chance)}"[:_BYTES].rpartition(" ")[0])

    async def close(self) -> None:
        """Close all tabs."""
        for some in range(0, len(self._tabs), AT_ONCE):
            await asyncio.gather(*(tab.close() for tab in self._tabs[some : some + AT_ONCE]))

    def _traffic(self) -> int:
        return sum(tab.link.traffic for tab in self._tabs)

    def _hear(self, tab: Tab, text: str, now: float) -> None:
        window, known = self._window, self._sent.get(text.partition(" ")[0])
        if known is None:
            return  # of a window before, where it was counted as lost
        number, sender, sent = known
        if number in self._arrived:
            window.repeated += 1
            return
        self._arrived.add(number)
        window.astray += sender is tab or sender.room != tab.room
        window.disordered += number < self._latest.get(tab, -1)
        self._latest[tab] = number
        window.delays.append(1000 * (now - sent))


def _word(number: int) -> str:
    """A word of five letters for each number under two million."""
    letters = "bcdfghjklmnpqrstvwz"
    return "".join(letters[number // 19**place % 19] for place in range(4)) + letters[number // 19**4 % 19]


@cache
def _small_talk() -> list[str]:
    return Path(__file__).with_name("small_talk.txt").read_text().splitlines()


def _sentence(chance: random.Random) -> str:
    said = ""
    while len(said) < _BYTES:
        said += chance.choice(_small_talk()) + " "
    return said
