"""The mirror over the wire, as a page uses it."""

from __future__ import annotations

import asyncio
import contextlib

import pytest
import pytest_asyncio
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from tests.stranger.test_stranger import until
from whimsy.calls.peer import end
from whimsy.stranger.page import Page
from whimsy.stranger.pattern import Picture, Tone

pytestmark = pytest.mark.served


@pytest_asyncio.fixture
async def look(served):
    """Opens pages that call the mirror; all are closed in the end."""
    pages: list[Page] = []
    connections: list[RTCPeerConnection] = []

    async def at_mirror(page: Page | None = None):
        if page is None:
            page = await Page(served.address).open()
            page.told = []
            for name in ("mirror_stats", "mirror_ended"):
                page.client.on(
                    name, lambda news, name=name: page.told.append((name, news)), namespace="/whimsy"
                )
            pages.append(page)
        pc = RTCPeerConnection(RTCConfiguration([]))
        connections.append(pc)
        for track in (Tone(), Picture()):
            pc.addTrack(track)
        await pc.setLocalDescription()
        answer = await page.client.call("mirror", {"sdp": pc.localDescription.sdp}, namespace="/whimsy")
        if "sdp" in answer:
            await pc.setRemoteDescription(RTCSessionDescription(answer["sdp"], "answer"))
        return page, pc, answer

    yield at_mirror
    for pc in connections:
        await end(pc)
    for page in pages:
        with contextlib.suppress(Exception):
            await page.close()


async def admitted(look):
    """As soon as there is a place: one is taken for a second at least."""
    page, pc, answer = await look()
    for _ in range(20):
        if "sdp" in answer:
            break
        assert answer["refused"] == "mirror_busy"
        await asyncio.sleep(0.2)
        page, pc, answer = await look(page)
    assert set(answer) == {"sdp"}
    return page, pc


async def test_a_page_calls_it_hears_numbers_and_stops_it(look):
    page, pc = await admitted(look)
    await until(lambda: any(news["kbps"] for _, news in page.told), "for numbers")
    assert all(name == "mirror_stats" and news["udp"] for name, news in page.told)
    await page.client.emit("mirror_stop", namespace="/whimsy")
    await until(lambda: pc.connectionState == "closed", "to be hung up")


async def test_refusals_are_codes_with_sentences_and_the_tab_lives(look):
    page, _ = await admitted(look)
    for junk in (None, 7, {"sdp": "v=0"}, {"sdp": "x" * 12_000}):
        refused = await page.client.call("mirror", junk, namespace="/whimsy")
        assert refused["refused"] == "malformed" and refused["sentence"].endswith(".")
    await page.client.emit("mirror_stop", {"un": "asked"}, namespace="/whimsy")
    await page.do("start")
    await page.until(lambda: page.phase == "searching", "to go on as usual")
    await page.do("cancel")


async def test_a_closed_tab_frees_its_place(look):
    for _ in range(5):  # there are four
        page, pc = await admitted(look)
        await until(lambda pc=pc: pc.connectionState == "connected", "to see")
        await page.close()
        await until(lambda pc=pc: pc.connectionState == "closed", "to be hung up")


async def test_when_all_places_are_taken_one_more_is_told(look):
    answers = [(await look())[2] for _ in range(5)]
    busy = [answer for answer in answers if "refused" in answer]
    assert busy
    assert busy[0] == {"refused": "mirror_busy", "sentence": "The mirror is busy. Try again in a moment."}
