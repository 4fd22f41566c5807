"""Calls over the wire: consent, and signals that reach the other browser of the same room and nobody else."""

from __future__ import annotations

import asyncio
import re

import pytest

from tests.calls.samples import FIXTURES, HOST, RELAY, SRFLX, candidate
from tests.serving import ROOMY, Served
from tests.wire.test_wire import pair
from whimsy.stranger.page import Page

pytestmark = pytest.mark.served


async def calling(browse):
    one, other = await pair(browse)
    await one.do("offer_video", room=one.room)
    await other.until(lambda: other.vars["video"] == "asked", "to be asked")
    await other.do("accept_video", room=other.room)
    for page in (one, other):
        await page.until(lambda page=page: page.vars["video"] == "on", "for video")
    return one, other


async def test_consent_gives_both_one_number_and_one_polite_side(browse):
    one, other = await calling(browse)
    assert one.vars["call"]["n"] == other.vars["call"]["n"] == 1
    assert one.vars["call"]["polite"] is not other.vars["call"]["polite"]
    await other.do("stop_video", room=other.room)
    await one.until(lambda: one.vars["video"] == "" and one.vars["call"]["n"] == 0, "for the end")


async def test_an_offer_can_be_declined_and_the_chat_goes_on(browse):
    one, other = await pair(browse)
    await one.do("offer_video", room=one.room)
    await other.until(lambda: other.vars["video"] == "asked", "to be asked")
    await other.do("decline_video", room=other.room)
    await one.until(lambda: "video_declined" in one.codes, "to be told")
    await one.do("offer_video", room=one.room)
    await one.until(lambda: one.vars["refused_video"]["room"] == one.room, "to be told to wait")
    assert "rather not" in one.vars["refused_video"]["sentence"]
    assert one.vars["resting"]["seconds"] > 50
    assert other.vars["video"] == ""
    await one.say("fine")
    await other.until(lambda: other.texts == ["fine"], "for the line")


async def test_signals_reach_the_partner_and_only_them(browse):
    one, other = await calling(browse)
    third, fourth = await calling(browse)
    assert await one.signal("ready", 1) == "ok"
    await other.until(lambda: other.signals, "for the signal")
    assert other.signals == [{"room": one.room, "call": 1, "seq": 1, "kind": "ready", "body": {}}]
    assert one.signals == third.signals == fourth.signals == []


async def test_captions_reach_the_partner_and_only_them(browse):
    one, other = await calling(browse)
    third, fourth = await calling(browse)
    heard = {page: [] for page in (one, other, third, fourth)}
    for page, captions in heard.items():
        page.client.on("caption", captions.append, namespace="/whimsy")
    assert await one.act("caption", "good evening") == {}
    await other.until(lambda: heard[other], "for the caption")
    assert heard[other] == [{"room": one.room, "text": "good evening"}]
    assert heard[one] == heard[third] == heard[fourth] == [] and other.texts == []
    await other.do("stop_video", room=other.room)
    await one.until(lambda: one.vars["video"] == "", "for the end")
    assert (await one.act("caption", "too late"))["code"] == "out_of_step"


@pytest.mark.parametrize("state", ["none", "asked", "stopped"])
async def test_without_consent_no_signal_passes(browse, state):
    if state == "stopped":
        one, other = await calling(browse)
        await other.do("stop_video", room=other.room)
        await one.until(lambda: one.vars["video"] == "", "for the end")
        one.vars["call"] = {"n": 1}
    else:
        one, other = await pair(browse)
        if state == "asked":
            await one.do("offer_video", room=one.room)
            await one.until(lambda: one.vars["video"] == "offered", "to have asked")
        one.vars["call"] = {"n": 1}
    assert await one.signal("ready", 1) == "out_of_step"
    await asyncio.sleep(0.2)
    assert other.signals == []


async def test_what_is_malformed_or_stale_is_refused_and_the_room_lives(browse):
    one, other = await calling(browse)
    assert await one.signal("description", 1, type="offer", sdp="v=0") == "malformed"
    assert await one.signal("nonsense", 1) == "malformed"
    assert await one.signal("ready", 5) == "ok"
    one.vars["call"] = {**one.vars["call"], "n": 2}
    assert await one.signal("ready", 6) == "out_of_step"
    one.vars["call"] = {**one.vars["call"], "n": 1}
    for junk in (None, 7, [], "x" * 12_000, {"room": one.room}):
        assert await one.client.call("signal", junk, namespace="/whimsy") == "malformed"
    await one.say("still here")
    await other.until(lambda: other.texts == ["still here"], "for the line")
    assert [signal["seq"] for signal in other.signals] == [5]


async def test_of_ninety_candidates_those_of_use_reach_the_partner(browse):
    """Fails with one count or one pace for all kinds. A relay's candidates are found last."""
    one, other = await calling(browse)
    found = [HOST] * 70 + [SRFLX] * 12 + [RELAY] * 8 + [""]
    numbered = [line.replace("candidate:", f"candidate:{n}", 1) for n, line in enumerate(found)]
    said = [candidate(line, seq)["body"] for seq, line in enumerate(numbered, 1)]
    await asyncio.gather(*(one.signal("candidate", seq, **body) for seq, body in enumerate(said, 1)))
    await other.until(lambda: any(not signal["body"]["candidate"] for signal in other.signals), "the end")
    heard = [signal["body"]["candidate"] for signal in other.signals]
    kinds = [
        next((kind for kind in ("host", "srflx", "relay") if f" typ {kind}" in line), "") for line in heard
    ]
    assert (kinds.count("srflx"), kinds.count("relay"), kinds.count("")) == (12, 8, 1)
    assert 40 <= kinds.count("host") <= 70


async def test_the_longest_that_a_desktop_offers_reaches_the_partner(browse):
    """Fails with frames of 16,384 bytes, or the limits of `sdp.py` they were for."""
    one, other = await calling(browse)
    sdp = FIXTURES["chrome-2026-rrtr-ccfb-offer"]
    found = "".join(f"a={HOST.replace('candidate:1', f'candidate:{n}')}\r\n" for n in range(50))
    sdp = (
        re.sub(r"(c=IN IP4 .*\n)", lambda line: line[1] + found, sdp).replace("\r", "").replace("\n", "\r\n")
    )
    assert len(sdp) > 18_000
    assert await one.signal("description", 1, type="offer", sdp=sdp) == "ok"
    await other.until(lambda: other.signals, "for the offer")
    assert other.signals[0]["body"]["sdp"].count("a=candidate") == 100


async def test_a_rebuild_gives_both_a_higher_number(browse):
    one, other = await calling(browse)
    await one.do("rebuild_call", room=one.room, call=1)
    await other.do("rebuild_call", room=other.room, call=1)
    for page in (one, other):
        await page.until(lambda page=page: page.vars["call"]["n"] == 2, "for the new call")
    await asyncio.sleep(0.3)
    assert one.vars["call"]["n"] == 2


async def test_a_refresh_in_a_call_finds_the_call(browse):
    one, other = await calling(browse)
    await one.refresh()
    await one.until(lambda: one.vars["video"] == "on" and one.vars["call"]["n"] == 1, "for the call")


@pytest.mark.parametrize("mode", ["voice", "video"])
async def test_after_a_refresh_the_next_search_is_of_the_same_kind(browse, mode):
    """Fails without `wished.mode` in `Page.arrive`: whoever reloads in a call searches for text then."""
    one, other = await browse().open(), await browse().open()
    for page in (one, other):
        await page.do("choose_mode", mode=mode)
        await page.do("start")
    await one.until(lambda: one.room.startswith(f"{mode}-"), "to be in a call")
    room = one.room
    await one.refresh()
    await one.do("next", room=room)
    await other.until(lambda: other.phase == "ended", "for the end")
    await other.do("next", room=room)
    await one.until(lambda: one.room not in ("", room), "to meet again")
    assert one.room.startswith(f"{mode}-")


async def test_the_end_of_the_chat_is_the_end_of_the_call(browse):
    one, other = await calling(browse)
    await one.do("next", room=one.room)
    await other.until(lambda: other.vars["video"] == "" and other.phase == "ended", "for the end")


async def test_who_is_in_a_call_gets_a_new_credential_and_nobody_else_does(tmp_path):
    """Fails without `on_servers`: in a call longer than WHIMSY_TURN_TTL a restart found no relay."""
    turn = {"turn_urls": "turn:127.0.0.1:3478", "turn_secret": "a secret of the tests", "turn_ttl": 60}
    server = Served(tmp_path, cooldown=0, **{**ROOMY, **turn})
    pages: list[Page] = []

    def browse() -> Page:
        pages.append(Page(server.address))
        return pages[-1]

    async def ask(page: Page, call: object) -> object:
        return await page.client.call("servers", call, namespace="/whimsy")

    try:
        server.wait()
        one, other = await calling(browse)
        outsider, silent = await pair(browse)
        here = {"room": one.room, "call": 1}
        first = one.vars["call"]["ice"]
        await asyncio.sleep(1.1)  # a credential is named by the second it ends
        again, theirs = await ask(one, here), await ask(other, here)
        assert again["expires"] > first["expires"] and again["iceTransportPolicy"] == "relay"
        names = [ice["iceServers"][0]["username"].partition(":")[2] for ice in (first, again, theirs)]
        assert names[0] == names[1] != names[2]
        for page in (outsider, silent):
            for call in (here, {"room": page.room, "call": 1}, {"room": page.room, "call": 0}):
                assert await ask(page, call) is None
        for junk in (None, 7, [], {}, "x" * 12_000, {**here, "call": 2}, {**here, "more": 1}):
            assert await ask(one, junk) is None
        await other.do("stop_video", room=other.room)
        await one.until(lambda: one.vars["video"] == "", "for the end")
        assert await ask(one, here) is None
    finally:
        for page in pages:
            await page.close()
        server.stop()
