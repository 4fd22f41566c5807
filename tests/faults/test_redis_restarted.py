"""Redis dies and comes back: with its data chats go on, without it everybody is told once and starts anew."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from tests.faults.chats import Chats, Vitals, Witness, pairs_of, promises_hold
from tests.faults.stores import kill
from whimsy.storage import embedded
from whimsy.stranger.page import Page

pytestmark = [pytest.mark.served, pytest.mark.timeout(240)]


async def test_chats_survive_a_redis_that_dies_and_comes_back_with_its_data(
    serve, valkey_of_its_own, browse, history
):
    """Killed in the middle of 20 chats, back after 3 s: same rooms, every accepted line once on both sides.

    Fails when the bus does not try again after an error (`_run` in bus.py), or the Valkey keeps nothing.
    """
    valkey = valkey_of_its_own(keep=True)
    server = await asyncio.to_thread(serve, redis_url=valkey.url)
    async with Witness(server, valkey.url) as witness:
        async with Chats(await pairs_of(browse, server.address, 20)) as chats:
            await chats.all_heard_since(time.monotonic(), 5)
            with history.fault("redis restarted"):
                await asyncio.to_thread(valkey.kill)
                await asyncio.sleep(3)
                await asyncio.to_thread(valkey.start)
            back = await chats.all_heard_since(time.monotonic(), 5)
            await asyncio.sleep(3)
        print(f"back after {back:.1f} s")
        await witness.agree(chats.pages)
        await chats.hold()
        promises_hold(history)
    told = {code for page in chats.pages for code in page.codes}
    assert told <= {"connected", "away", "back"}, "the gap is a reconnecting at most"
    assert not any(page.vars["partner_away"] for page in chats.pages)


async def test_everybody_is_told_once_when_redis_comes_back_empty(serve, valkey_of_its_own, browse, history):
    """All in rooms end with one line "lost", the searching one goes on, and all of them can meet again.

    Fails without the epoch key (cell.lua): the store has forgotten the rooms, and nobody would know why.
    """
    valkey = valkey_of_its_own()
    server = await asyncio.to_thread(serve, redis_url=valkey.url)
    chats = Chats(await pairs_of(browse, server.address, 6))
    waiting, idle = await browse(server.address).open(), await browse(server.address).open()
    await waiting.do("start")
    await waiting.until(lambda: waiting.phase == "searching", "to search")
    everybody = [*chats.pages, waiting, idle]
    async with Witness(server, valkey.url) as witness:
        with history.fault("redis emptied", emptied=True):
            await asyncio.to_thread(valkey.kill)
            await asyncio.sleep(1)
            await asyncio.to_thread(valkey.start)
        returned = time.monotonic()
        for page in chats.pages:
            left = 10 - (time.monotonic() - returned)
            await page.until(lambda page=page: page.phase == "ended", "to be told", seconds=left)
        print(f"all told after {time.monotonic() - returned:.1f} s")
        await witness.agree(everybody, seconds=10)
        before = Vitals.of(server)
        await asyncio.sleep(6)  # two beats and more: nothing is told again, nothing grows
        for page in chats.pages:
            assert (page.phase, page.codes.count("lost"), page.codes[-1]) == ("ended", 1, "lost")
        assert (waiting.phase, idle.phase) == ("searching", "idle")
        assert Vitals.of(server).descriptors <= before.descriptors + 4
        keys = await witness.client.keys("*")
        assert [key for key in keys if ":room:" in key or ":log:" in key or ":nonces:" in key] == []
        assert sum(":tab:" in key for key in keys) == 1, "the one who searches, and nobody else"
        await _start_anew(chats.pages[0], waiting)
        for one, other in chats.pairs[1:]:
            await one.page.do("next", room=one.page.room)
            await other.page.do("next", room=other.page.room)
        lone = chats.pages[1]
        await lone.do("home", room=lone.room)
        await lone.until(lambda: lone.phase == "idle", "to go home")
        met = [page for page in everybody if page not in (lone, idle)]
        for page in met:
            await page.until(lambda page=page: page.phase == "chatting", "to meet again", seconds=10)
        await witness.agree(everybody)
        assert [page.phase for page in met] == ["chatting"] * 12
        promises_hold(history)
        assert "Traceback" not in server.log.read_text()


async def test_the_embedded_valkey_is_restarted_and_everybody_goes_on(serve, browse, history):
    """Its keeper starts a killed server anew; it keeps nothing, so people are told and go on.

    Fails without `_start_server` in the loop of embedded.py's `_keep`, and without the epoch key.
    """
    server = await asyncio.to_thread(serve)
    pairs = await pairs_of(browse, server.address, 2)
    waiting = await browse(server.address).open()
    await waiting.do("start")
    await waiting.until(lambda: waiting.phase == "searching", "to search")
    old = _embedded(server.data_dir)
    pages = [page for pair in pairs for page in pair]
    with history.fault("embedded valkey killed", emptied=True):
        kill(old)
        for page in pages:
            await page.until(lambda page=page: page.phase == "ended", "to be told", seconds=15)
    assert _embedded(server.data_dir) != old
    async with Witness(server, f"unix://{embedded._folder(server.data_dir)}/valkey.sock") as witness:
        await witness.agree([*pages, waiting], seconds=10)
        await asyncio.sleep(3)
        assert {page.codes.count("lost") for page in pages} == {1}
        await _start_anew(pages[0], waiting)
        await witness.agree([*pages, waiting])
    promises_hold(history)


async def _start_anew(told: Page, waiting: Page) -> None:
    """Who was told presses on, and meets the one who has been searching all along."""
    await told.do("next", room=told.room)
    for page in (told, waiting):
        await page.until(lambda page=page: page.phase == "chatting", "to be paired")
    assert told.room == waiting.room
    await told.say("here we are again")
    await waiting.until(lambda: waiting.texts == ["here we are again"], "for the line")


def _embedded(data_dir: Path) -> int:
    """The process of the embedded Valkey: its socket is in the data folder."""
    socket = str(embedded._folder(data_dir) / "valkey.sock").encode()
    [found] = [
        int(process.name)
        for process in Path("/proc").iterdir()
        if process.name.isdigit() and _words(process)[:1] != [] and socket in b" ".join(_words(process))
    ]
    return found


def _words(process: Path) -> list[bytes]:
    try:
        return (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return []  # it has ended meanwhile
