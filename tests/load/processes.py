"""Two processes against one: how many messages a second each carries while 95 of 100 arrive within 50 ms.

The rate is doubled until it is too much, then the gap is halved a few times, by turns between the two.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from tests.load.messages import Crowd, Window

LIMIT_MS = 50


@dataclass(frozen=True, slots=True)
class Try:
    """One window at one rate. cores: how busy the server and the load were, which share this machine."""

    rate: float
    window: Window
    server_cores: float
    load_cores: float

    @property
    def carried(self) -> bool:
        """Whether everything arrived, and nearly all of it in time."""
        return not self.window.lost and self.window.p(0.95) < LIMIT_MS


@dataclass
class Search:
    """The search for the highest rate one server carries; `rate` is what is tried next."""

    crowd: Crowd
    rate: float
    halvings: int
    tries: list[Try] = field(default_factory=list)
    best: Try | None = None
    above: float | None = None

    @property
    def done(self) -> bool:
        """Whether the gap has been halved often enough, or even the lowest rate was too much."""
        return self.halvings < 0 or (self.best is None and self.above is not None and self.above < 20)

    @property
    def wrong(self) -> int:
        """Texts that arrived twice, before an earlier one, or at somebody else."""
        return sum(one.window.wrong for one in self.tries)

    async def step(self, seconds: float) -> None:
        """Try the present rate for `seconds`, and choose the next."""
        begun, worked = time.monotonic(), time.process_time()
        window = await self.crowd.talk(self.rate, seconds, seed=len(self.tries))
        # The last texts are waited for with everybody idle: they do not count as time.
        spent = min(seconds, time.monotonic() - begun)
        one = Try(window.sent / seconds, window, window.cpu / spent, (time.process_time() - worked) / spent)
        self.tries.append(one)
        if one.carried:
            self.best = one if self.best is None or one.rate > self.best.rate else self.best
            self._choose(above=self.above, below=self.rate)
        else:
            self._choose(above=self.rate, below=self.best.rate if self.best else 0)

    def _choose(self, above: float | None, below: float) -> None:
        self.above = above
        if above is None:
            self.rate = 2 * below
            return
        self.rate = (above + below) / 2
        self.halvings -= 1 if below else 0  # first something must be carried at all


async def by_turns(searches: list[Search], seconds: float) -> None:
    """Do the steps of all searches, one after the other and again, until all are done."""
    while waiting := [search for search in searches if not search.done]:
        for search in waiting:
            await search.step(seconds)
