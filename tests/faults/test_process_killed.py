"""kill -9 of one of two processes in the middle of 50 chats."""

from __future__ import annotations

import asyncio
import os
import signal
import time

import pytest

from tests.faults.chats import Chats, Witness, meet, promises_hold
from tests.faults.returning import Returning, arrive, couples, search
from tests.faults.stores import kill, workers_of
from tests.serving import Served

__all__ = ["arrive"]

pytestmark = [pytest.mark.served, pytest.mark.timeout(240)]

CHATS, LEFT, WAITING = 50, 6, 4


def at_worker(arrive, server: Served, chosen: int):
    """Lets people in who all land on one of the two processes: the other stands still for those moments."""
    other = next(pid for pid in workers_of(server.process.pid) if pid != chosen)

    async def let_in(many: int) -> list[Returning]:
        pages: list[Returning] = []
        while len(pages) < many:
            os.kill(other, signal.SIGSTOP)
            try:
                pages += await arrive(server.address, min(10, many - len(pages)))
            finally:
                os.kill(other, signal.SIGCONT)
        return pages

    return let_in


async def test_everybody_is_back_and_nobody_meets_a_ghost(serve, valkey_of_its_own, arrive, history):
    """Half of 100 tabs lose their process: all return to their rooms, to what was said meanwhile.

    Who closed for good is shown away and released, and the ticket they left behind meets nobody once its
    lease is over, though it has waited longest. Fails without `breathing(t.tab)` in claim.lua (ghosts are
    met), without `lapse` in reap.lua (nobody is released), without `rooms.attach` in `arrival._come_back`
    (nobody is back).
    """
    valkey = valkey_of_its_own()
    server: Served = serve(redis_url=valkey.url, widen_interests_after=600)
    victim, survivor = workers_of(server.process.pid)
    at_victim, at_survivor = at_worker(arrive, server, victim), at_worker(arrive, server, survivor)
    lost, kept = await at_victim(CHATS), await at_survivor(CHATS)
    half = CHATS // 2  # of the chats are held by both processes, a quarter by each alone
    pairs = [*zip(lost[:half], kept[:half], strict=True), *couples(lost[half:-1]), *couples(kept[half:-1])]
    pairs.append((lost[-1], kept[-1]))
    deserters, deserted = await at_victim(LEFT), await at_survivor(LEFT)
    ghosts, waiting = await at_victim(WAITING), await at_victim(WAITING)
    for one, other in (*pairs, *zip(deserters, deserted, strict=True)):
        await meet(one, other)
    for i, page in enumerate((*ghosts, *waiting)):
        await search(page, f"wish {i}")

    async with Witness(server, valkey.url) as witness, Chats(pairs) as chats:
        await chats.all_heard_since(time.monotonic(), 30)
        kill(victim)
        killed = time.monotonic()

        def left(seconds: float) -> float:
            return killed + seconds - time.monotonic()

        # These closed for good.
        await asyncio.gather(*(page.leave_alone() for page in (*deserters, *ghosts)))
        await chats.all_heard_since(killed + 1, 10)
        assert len(lost) == CHATS and all(page.returns for page in lost)
        assert not any(page.returns for page in kept)

        met = await arrive(server.address, WAITING)
        for i, (one, other) in enumerate(zip(waiting, met, strict=True)):
            await search(other, f"wish {WAITING + i}")
            await one.until(lambda page=one: page.phase == "chatting", "to be paired", 2)
            await other.until(lambda one=one, other=other: other.room == one.room, "to meet who came back", 2)

        for page in deserted:
            await page.until(lambda page=page: page.vars["partner_away"], "to see them away", left(10))
        await asyncio.sleep(left(9))
        for i in range(WAITING):
            one, other = await arrive(server.address, 2)
            await search(one, f"wish {i}")
            await search(other, f"wish {i}")
            for page in (one, other):
                await page.until(lambda page=page: page.phase == "chatting", "to be paired", 2)
            assert one.room == other.room, "somebody met a ghost"
        for page in deserted:
            await page.until(lambda page=page: page.phase == "ended", "to be released", left(30))
        assert len(workers_of(server.process.pid)) == 2, "the dead process was not replaced"
        await chats.stop()
        await chats.hold()
        await witness.agree([*lost, *kept, *deserted, *waiting, *met])
    promises_hold(history)
