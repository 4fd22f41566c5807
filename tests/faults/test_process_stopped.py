"""SIGSTOP of a whole server for 20 s, and its return; another server on the same Redis goes on."""

from __future__ import annotations

import asyncio
import os
import signal
import time

import pytest

from tests.faults.chats import Witness, meet
from tests.faults.returning import arrive, couples, search

__all__ = ["arrive"]

pytestmark = [pytest.mark.served, pytest.mark.timeout(240)]

KEY = "the same for both servers, as in production"
STOPPED = 20


async def test_a_server_that_was_stopped_does_not_act_on_what_it_lost(serve, valkey_of_its_own, arrive):
    """Its tabs are shown away and return through the other server; back again, the old one changes nothing.

    Nobody comes back who is not there: neither into a room nor into the lobby. Fails without the `holder` checks in
    renew.lua and part.lua, and without the close of sockets being seen before leases are taken back.
    """
    valkey = valkey_of_its_own()
    common = {"redis_url": valkey.url, "secret_key": KEY, "workers": 1, "widen_interests_after": 600}
    old, new = serve(**common), serve(**common)
    (new.data_dir / "secret_key").write_text(KEY)
    returning, inside = await arrive(old.address, 16), await arrive(new.address, 16)
    deserters, deserted = await arrive(old.address, 8), await arrive(new.address, 8)
    waiting = await arrive(old.address, 16)
    both_old = couples(await arrive(old.address, 8))
    for one, other in (*zip(returning, inside), *zip(deserters, deserted), *both_old):
        await meet(one, other)
    for i, page in enumerate(waiting):
        await search(page, f"wish {i}")
    seekers, ghosts = waiting[:8], waiting[8:]
    home = [*returning, *seekers, *(page for couple in both_old for page in couple)]

    async with Witness(new, valkey.url) as witness:
        os.killpg(old.process.pid, signal.SIGSTOP)
        stopped = time.monotonic()

        def left(seconds: float) -> float:
            return stopped + seconds - time.monotonic()

        # These closed for good; the browsers of the others find another server.
        await asyncio.gather(*(page.leave_alone() for page in (*deserters, *ghosts)))
        for page in (*inside, *deserted):
            await page.until(lambda page=page: page.vars["partner_away"], "to see them away", left(10))
        print("away after", time.monotonic() - stopped)
        for page in home:
            page.address = new.address
        for page in home:
            await page.until(lambda page=page: page.returns, "to be back", left(STOPPED - 2))
        print("back after", time.monotonic() - stopped)
        for one, other in (*zip(returning, inside), *both_old):
            await other.until(lambda other=other: not other.vars["partner_away"], "to see them back", 5)
            await one.say("back again")
            await other.until(lambda other=other: "back again" in other.texts, "to talk again", 5)
        for i in range(8):
            (newcomer,) = await arrive(new.address, 1)
            await search(newcomer, f"wish {i}") if i < 4 else None
            if i < 4:
                await newcomer.until(lambda: newcomer.phase == "chatting", "to meet who came back", 2)

        await asyncio.sleep(left(STOPPED))
        codes = {page: list(page.codes) for page in (*inside, *deserted)}
        os.killpg(old.process.pid, signal.SIGCONT)
        ends = time.monotonic() + 6
        heads = {}
        while time.monotonic() < ends:
            for page in deserted:
                if page.codes != codes[page]:
                    heads[page] = (time.monotonic() - ends + 6, page.codes)
            await asyncio.sleep(0.02)
        print("deserted who saw something", heads.values())
        for page in inside:
            assert page.codes == codes[page], "the old server moved a tab it had lost"
        for page in deserted:
            await page.until(lambda page=page: page.phase == "ended", "to be released", left(31))
            assert "back" not in page.codes, "somebody was brought back who had gone"
        for i in range(8, 16):
            early, late = await arrive(new.address, 2)
            await search(early, f"wish {i}")
            await search(late, f"wish {i}")
            await late.until(lambda: late.phase == "chatting", "to be paired", 2)
            await early.until(lambda: early.phase == "chatting", "to be paired", 2)
            assert early.room == late.room, "somebody met a ghost"
        await witness.agree([*home, *inside])
        print(old.log.read_text())
