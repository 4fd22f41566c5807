"""Redis is away, slow, or comes and goes: pages say so, nothing piles up, and all is well when it is back."""

from __future__ import annotations

import asyncio
import contextlib
import time
import urllib.request

import pytest

from tests.faults.chats import Chats, Vitals, Witness, meet, pairs_of, promises_hold
from tests.network import Network
from tests.serving import Served
from whimsy.errors import Unavailable
from whimsy.stranger.page import Page

pytestmark = [pytest.mark.served, pytest.mark.timeout(300)]
_AWAY_SECONDS = 30


@pytest.mark.parametrize("how", ["silent", "refusing"])
async def test_half_a_minute_without_redis(serve, valkey_of_its_own, browse, history, how):
    """Every page says so within 2 s, pages load, nothing is taken for done, nothing piles up; back in 5 s.

    silent: Redis stands still (SIGSTOP), and every answer runs into its timeout. refusing: it is dead, and
    comes back with its data. Fails without `watch_store` in whimsy.py (no banner), and without `except
    Unavailable` in `post` of chat.py (what should be retried is given back), and without `again` in
    searching.py (who asked for somebody meanwhile would have to ask anew) or the count in its `cancel` (who
    thought better of it would search).
    """
    valkey = valkey_of_its_own(keep=True)
    server = await asyncio.to_thread(serve, redis_url=valkey.url)
    pairs = await pairs_of(browse, server.address, 8)
    idle, wavering, waiting = [await browse(server.address).open() for _ in range(3)]
    await waiting.do("start")
    await waiting.until(lambda: waiting.phase == "searching", "to search")
    pages = [*(page for pair in pairs for page in pair), idle, wavering, waiting]
    before = Vitals.of(server)
    async with Witness(server, valkey.url) as witness, Chats(pairs) as chats:
        await chats.all_heard_since(time.monotonic(), 5)
        usual = await _commands_in(witness, 2)
        with history.fault(f"redis {how}"):
            await asyncio.to_thread(valkey.freeze if how == "silent" else valkey.kill)
            gone = time.monotonic()
            for page in pages:
                await page.until(
                    lambda page=page: page.away, "for the banner", seconds=2 - (time.monotonic() - gone)
                )
            new = await _opened_meanwhile(browse, server)
            await _is_refused(idle)
            await _is_refused(wavering)
            await wavering.do("cancel")
            while time.monotonic() - gone < _AWAY_SECONDS:
                assert all(page.away for page in [*pages, new])
                assert await asyncio.to_thread(_loads, server)
                assert {page.phase for page in chats.pages} == {"chatting"}
                _is_bounded(before, Vitals.of(server))
                await asyncio.sleep(3)
            accepted = [said for talker in chats.talkers for said in talker.accepted if said.at > gone + 2]
            assert accepted == [], "nobody can have accepted that"
            await asyncio.to_thread(valkey.thaw if how == "silent" else valkey.start)
        returned = time.monotonic()
        rush = await _commands_in(witness, 2)
        back = await chats.all_heard_since(returned, 5)
        print(f"back after {back:.1f} s; commands in 2 s: {usual}, then {rush}")
        assert rush < 5 * usual, "a stampede"
        for page in [*pages, new]:
            await page.until(lambda page=page: not page.away, "for the banner to go", seconds=5)
        await new.until(lambda: new.phase == "idle", "to arrive", seconds=5)
        for page in (idle, waiting):
            await page.until(lambda page=page: page.phase == "chatting", "to be paired", seconds=5)
        assert idle.room == waiting.room and wavering.phase == "idle"
        assert {page.vars["notice"]["text"] for page in (new, idle)} == {""}, "nobody tries any more"
        await asyncio.sleep(1)
    async with Witness(server, valkey.url) as witness:
        await witness.agree([*pages, new])
    await chats.hold()
    promises_hold(history)
    assert "Traceback" not in server.log.read_text()


async def test_a_slow_redis_is_slow_and_nothing_worse(serve, valkey_of_its_own, browse, history):
    """Every answer half a second late: lines arrive within seconds, no lease is lost, nobody is told so.

    Fails without `health_check_interval` and `driver_info` in redis.py: a new connection would ask two things
    before its first step, and never get through in time.
    """
    valkey = valkey_of_its_own()
    async with Network(valkey.port) as slow:
        server = await asyncio.to_thread(serve, redis_url=f"redis://127.0.0.1:{slow.port}/0")
        pairs = await pairs_of(browse, server.address, 8)
        before = Vitals.of(server)
        slow.delay = 0.25  # there, and back
        with history.fault("redis slow"):
            async with Chats(pairs, pause=2) as chats:
                for _ in range(3):
                    print(f"all heard after {await chats.all_heard_since(time.monotonic(), 10):.1f} s")
                one, other = chats.pairs[0]
                begun = time.monotonic()
                await one.say("how long does this take")
                await other.page.until(lambda: "how long does this take" in other.page.texts, "for the line")
                print(f"a line took {time.monotonic() - begun:.1f} s")
                assert time.monotonic() - begun < 15
                new = [await browse(server.address).open() for _ in range(2)]
                begun = time.monotonic()
                await meet(*new)
                print(f"two new ones met after {time.monotonic() - begun:.1f} s")
                await asyncio.sleep(12)  # more than a lease
                _is_bounded(before, Vitals.of(server))
        async with Witness(server, valkey.url) as witness:
            await witness.agree([*chats.pages, *new], seconds=10)
        await chats.hold()
        promises_hold(history)
        assert {code for page in chats.pages for code in page.codes} == {"connected"}


async def test_a_flapping_redis_leaves_no_disagreement(serve, valkey_of_its_own, browse, history):
    """Two seconds there, one away, ten times, now silent, now dead: all agree with the store 5 s later.

    Fails without the nonce's look-up in post.lua: what was stuck in the socket is said, and said again.
    """
    valkey = valkey_of_its_own(keep=True)
    server = await asyncio.to_thread(serve, redis_url=valkey.url)
    pairs = await pairs_of(browse, server.address, 8)
    before = Vitals.of(server)
    restless = [await browse(server.address).open() for _ in range(4)]
    async with Chats(pairs) as chats:
        wandering = [asyncio.create_task(_wander(page)) for page in restless]
        for lap in range(10):
            with history.fault("redis flaps"):
                await asyncio.to_thread(valkey.freeze if lap % 2 else valkey.kill)
                await asyncio.sleep(1)
                await asyncio.to_thread(valkey.thaw if lap % 2 else valkey.start)
            await asyncio.sleep(2)
        print(f"all heard after {await chats.all_heard_since(time.monotonic(), 5):.1f} s")
        for task in wandering:
            task.cancel()
        await asyncio.gather(*wandering, return_exceptions=True)
    async with Witness(server, valkey.url) as witness:
        print(f"all agree after {await witness.agree([*chats.pages, *restless]):.1f} s")
    await chats.hold()
    _is_bounded(before, Vitals.of(server), outages=10)
    one, other = await browse(server.address).open(), await browse(server.address).open()
    for page in restless:  # whoever is still waiting would take one of the two
        if page.phase == "searching":
            await page.do("cancel")
            await page.until(lambda page=page: page.phase == "idle", "to stop")
    await meet(one, other)
    promises_hold(history)


async def _wander(page: Page) -> None:
    """Start, leave, start again, as fast as the page lets one."""
    while True:
        if page.phase == "idle":
            await page.do("start")
        elif page.phase in ("chatting", "ended"):
            await page.do("next", room=page.room)
        await asyncio.sleep(0.4)


async def _opened_meanwhile(browse, server: Served) -> Page:
    """A page opened while Redis is away says so; it has not arrived, and will by itself."""
    new = browse(server.address)
    opening = asyncio.create_task(new.open())
    await new.until(lambda: new.away and new.connected, "for the banner", seconds=5)
    opening.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await opening
    assert new.connected and new.phase == "loading"
    return new


async def _is_refused(idle: Page) -> None:
    """A click is answered with the sentence, and is not taken for done; it is tried again without another."""
    await idle.do("start")
    await idle.until(
        lambda: idle.vars["notice"]["text"] == Unavailable.meanwhile, "for the sentence", seconds=5
    )
    assert idle.phase == "idle"


async def _commands_in(witness: Witness, seconds: float) -> int:
    """How many commands Redis runs in so many seconds."""
    before = (await witness.client.info("stats"))["total_commands_processed"]
    await asyncio.sleep(seconds)
    return (await witness.client.info("stats"))["total_commands_processed"] - before


def _loads(server: Served) -> bool:
    with urllib.request.urlopen(server.address, timeout=5) as page:
        return page.status == 200


def _is_bounded(before: Vitals, now: Vitals, outages: int = 1) -> None:
    assert now.megabytes < before.megabytes + 40, "memory grows"
    assert now.descriptors < before.descriptors + 80, "descriptors pile up"
    assert now.threads < before.threads + 16, "threads pile up"
    # A slow machine takes longer, in which more is said.
    few = 60 * outages + (now.at - before.at) / 2
    assert now.log_lines < before.log_lines + few, "a storm in the log"
