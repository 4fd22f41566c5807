"""kill -9 of one of two processes in the middle of 50 chats."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.faults.chats import Chats, Witness, meet
from tests.faults.returning import arrive, couples, search
from tests.faults.stores import kill, workers_of
from tests.serving import Served

__all__ = ["arrive"]

pytestmark = [pytest.mark.served, pytest.mark.timeout(240)]

CHATS, LEFT, WAITING = 50, 6, 16


async def test_everybody_is_back_and_nobody_meets_a_ghost(serve, valkey_of_its_own, arrive):
    """Half of 100 tabs lose their process: all return to their rooms, to what was said meanwhile.

    Who closed for good is shown away and released, and the ticket they left behind meets nobody once its
    lease is over, though it has waited longest. Fails without `breathing(t.tab)` in claim.lua (ghosts are
    met), without `lapse` in reap.lua (nobody is released), without `rooms.attach` in Delivery._bring_back
    (nobody is back).
    """
    valkey = valkey_of_its_own()
    server: Served = serve(redis_url=valkey.url, widen_interests_after=600)
    people = await arrive(server.address, 2 * CHATS)
    deserted = await arrive(server.address, 2 * LEFT)
    waiting = await arrive(server.address, WAITING)
    pairs = couples(people)
    for one, other in (*pairs, *couples(deserted)):
        await meet(one, other)
    tickets = {await search(page, f"wish {i}"): f"wish {i}" for i, page in enumerate(waiting)}

    async with Witness(server, valkey.url) as witness, Chats(pairs) as chats:
        await chats.all_heard_since(time.monotonic(), 30)
        kill(workers_of(server.process.pid)[0])
        killed = time.monotonic()
        await asyncio.sleep(0.1)  # less than it takes them to come back

        lost = [page for page in people if not page.connected]
        assert CHATS / 2 < len(lost) < CHATS * 3 / 2, "the tabs were not spread over both processes"
        # One of each deserted couple, and every second of those whose search was held there, closed for good.
        left_behind = {
            next(page for page in couple if not page.connected): couple
            for couple in couples(deserted)
            if not all(page.connected for page in couple)
        }
        out = [page for page in waiting if not page.connected]
        ghosts, came_back = out[::2], out[1::2]
        assert left_behind and ghosts and came_back
        await asyncio.gather(*(page.leave_alone() for page in (*left_behind, *ghosts)))
        partners = [next(page for page in couple if page is not gone) for gone, couple in left_behind.items()]

        await chats.all_heard_since(killed + 1, 10)
        assert all(page.returns for page in lost)
        assert max(max(page.returns) for page in lost) - killed < 10
        await witness.agree(people)

        met = await arrive(server.address, len(came_back))
        for page, newcomer in zip(came_back, met, strict=True):
            await search(newcomer, tickets[page])
            await page.until(lambda page=page: page.phase == "chatting", "to be paired", seconds=2)
            assert page.room == newcomer.room

        for left in partners:
            await left.until(
                lambda left=left: left.vars.get("partner_away"),
                "to see them away",
                seconds=killed + 10 - time.monotonic(),
            )
        await asyncio.sleep(killed + 9 - time.monotonic())
        for page in ghosts:
            early, late = await arrive(server.address, 2)
            await search(early, tickets[page])
            await search(late, tickets[page])
            await late.until(lambda late=late: late.phase == "chatting", "to be paired", seconds=2)
            await early.until(lambda early=early: early.phase == "chatting", "to be paired", seconds=2)
            assert early.room == late.room, "somebody met a ghost"
        for left in partners:
            await left.until(
                lambda left=left: left.phase == "ended",
                "to be released",
                seconds=killed + 30 - time.monotonic(),
            )
        await witness.agree([*people, *came_back, *met])
        assert len(workers_of(server.process.pid)) == 2, "the dead process was not replaced"
    await chats.hold()
