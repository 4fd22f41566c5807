"""T22: who says next, next, next falls to a small part of their pace; who talks notices nothing."""

from __future__ import annotations

import itertools

from tests.town import Town
from tests.visitors.solving import solved
from whimsy.errors import NeedsProof, TooFast
from whimsy.settings import Settings
from whimsy.visitors.proof import BotSigns, Proofs
from whimsy.visitors.skips import Skips

MINUTES = 20


class Life:
    """A visitor who chats again and again, and waits or works when told to; `lasts`: seconds of the chats."""

    def __init__(self, town: Town, lasts: list[float]) -> None:
        self.town = town
        self.skips = Skips(town.store, Settings())
        self.proofs = Proofs(town.store, ["k"], Settings(proof_cost=10))
        self.lasts = itertools.cycle(lasts)
        self.met: list[float] = []
        self.solved = 0

    async def live(self) -> None:
        now = 0.0
        while now < MINUTES * 60:
            skipping = await self.skips.of("v")
            try:
                skipping.check()
                await self.proofs.demand("v", BotSigns(skipping=skipping.many))
            except TooFast as told:
                now += self.pass_(told.wait)
                continue
            except NeedsProof:
                await self.proofs.accept("v", await solved(self.proofs, "v"))
                self.solved += 1
                continue
            self.met.append(now)
            lasted = next(self.lasts)
            now += self.pass_(lasted)
            await self.skips.left("v", lasted)

    def pass_(self, seconds: float) -> float:
        self.town.sleep(seconds)
        return seconds

    def rate(self, begin: int, end: int) -> float:
        """Chats a minute, between two minutes of this life."""
        return sum(begin * 60 <= at < end * 60 for at in self.met) / (end - begin)


async def test_a_skippers_rate_falls(town):
    """Fails without `skipping.check()`, or without the growing wait in skips.lua."""
    life = Life(town, [2])
    await life.live()
    assert life.rate(0, 1) > 5
    assert life.rate(5, MINUTES) <= 1
    assert life.solved >= 2


async def test_who_talks_is_never_slowed(town):
    life = Life(town, [45, 200, 2, 30, 600, 8])
    await life.live()
    assert life.solved == 0
    assert max(b - a for a, b in itertools.pairwise(life.met)) == 600, "nothing but chats took time"


async def test_a_series_of_bad_luck_is_forgiven(town):
    """Four who leave at once or only say one word, then somebody to talk with."""
    life = Life(town, [2, 3, 2, 3, 120, 240])
    await life.live()
    assert life.solved == 0
    assert max(b - a for a, b in itertools.pairwise(life.met)) == 240
