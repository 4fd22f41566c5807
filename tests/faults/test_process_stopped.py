"""SIGSTOP of a whole server for 20 s, and its return; another server on the same Redis goes on."""

from __future__ import annotations

import asyncio
import os
import signal
import time

import pytest

from tests.faults.chats import Witness, meet, promises_hold
from tests.faults.returning import arrive, couples, search

__all__ = ["arrive"]

pytestmark = [pytest.mark.served, pytest.mark.timeout(240)]

KEY = "the same for both servers, as in production"
STOPPED = 20


async def test_a_server_that_was_stopped_does_not_act_on_what_it_lost(
    serve, valkey_of_its_own, arrive, history
):
    """Its tabs are shown away and return through the other server; back again, the old one changes nothing.

    What reached it before it stopped is refused, and nobody returns who is not there, neither into a room nor
    into the lobby. Fails without the `holder` checks of part.lua or `refusal` (rooms/room.lua), and without
    `_SETTLE` in beat.py: closed sockets that nobody has read yet are taken for tabs that came back.
    """
    valkey = valkey_of_its_own()
    common = {"redis_url": valkey.url, "secret_key": KEY, "workers": 1, "widen_interests_after": 600}
    old, new = serve(**common), serve(**common)
    (new.data_dir / "secret_key").write_text(KEY)  # where the witness looks
    returning, partners = await arrive(old.address, 8), await arrive(new.address, 8)
    deserters, deserted = await arrive(old.address, 8), await arrive(new.address, 8)
    both_old = couples(await arrive(old.address, 8))
    waiting = await arrive(old.address, 16)
    chats = [*zip(returning, partners, strict=True), *both_old]
    for one, other in (*chats, *zip(deserters, deserted, strict=True)):
        await meet(one, other)
    for i, page in enumerate(waiting):
        await search(page, f"wish {i}")
    home = [*returning, *waiting[:8], *(page for couple in both_old for page in couple)]

    async with Witness(new, valkey.url) as witness:
        history.add("fault", name="stopped", emptied=False)
        os.killpg(old.process.pid, signal.SIGSTOP)
        stopped = time.monotonic()

        def left(seconds: float) -> float:
            return stopped + seconds - time.monotonic()

        for page in home:
            if page.phase == "chatting":
                await page.say("too late")
            page.address = new.address  # where the proxy sends them next
        # These closed for good.
        await asyncio.gather(*(page.leave_alone() for page in (*deserters, *waiting[8:])))
        for page in (*partners, *deserted):
            await page.until(lambda page=page: page.vars["partner_away"], "to see them away", left(15))
        for page in home:
            await page.until(lambda page=page: page.returns, "to be back", left(STOPPED - 2))
        for one, other in chats:
            await other.until(lambda other=other: not other.vars["partner_away"], "to see them back", 10)
            await one.say("back again")
            await other.until(lambda other=other: other.texts == ["back again"], "to talk again", 10)
        met = await arrive(new.address, 4)
        for i, page in enumerate(met):
            await search(page, f"wish {i}")
            await page.until(lambda page=page: page.phase == "chatting", "to meet who came back", 15)

        await asyncio.sleep(left(STOPPED))
        seen = {page: page.codes for page in (*partners, *deserted, *home)}
        os.killpg(old.process.pid, signal.SIGCONT)
        history.add("healed", name="stopped")
        for page in deserted:
            await page.until(lambda page=page: page.phase == "ended", "to be released", left(31))
            assert page.codes == [*seen[page], "left"], "somebody was brought back who had gone"
        for page in (*partners, *home):
            assert page.codes == seen[page], "the old server moved a tab it had lost"
        assert {tuple(page.texts) for chat in chats for page in chat} == {("back again",)}
        for i in range(8, 16):
            early, late = await arrive(new.address, 2)
            await search(early, f"wish {i}")
            await search(late, f"wish {i}")
            for page in (late, early):
                await page.until(lambda page=page: page.phase == "chatting", "to be paired", 15)
            assert early.room == late.room, "somebody met a ghost"
        await witness.agree([*home, *partners, *deserted, *met])
    promises_hold(history)
