"""The mirror, looked into by aiortc: what comes back, who is let in, and that nothing is left behind."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
import pytest_asyncio
from aiortc import (
    RTCConfiguration,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
    VideoStreamTrack,
)
from aiortc.codecs.vpx import Vp8Decoder, Vp8Encoder
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame, VideoFrame

from tests import markers
from tests.calls.samples import FIXTURES, HOST, OFFER, RELAY
from whimsy.calls import meter, turnaround
from whimsy.calls import mirror as mirrors
from whimsy.calls.candidate import Policy
from whimsy.calls.mirror import Mirror, MirrorBusy, MirrorFailed, MirrorOff
from whimsy.calls.peer import end
from whimsy.calls.sdp import parse_sdp
from whimsy.errors import Malformed
from whimsy.settings import Settings
from whimsy.stranger.pattern import Tone, loudness

ORANGE = (150, 44, 180)


class Solid(VideoStreamTrack):
    """One colour and nothing else, as Y, U and V."""

    async def recv(self) -> VideoFrame:
        pts, base = await self.next_timestamp()
        frame = VideoFrame(160, 120, "yuv420p")
        for plane, value in zip(frame.planes, ORANGE, strict=True):
            plane.update(bytes([value]) * plane.buffer_size)
        frame.pts, frame.time_base = pts, Fraction(base)
        return frame


class Visitor:
    """A browser before the mirror."""

    def __init__(self, name: str = "tab") -> None:
        self.name = name
        self.pc = RTCPeerConnection(RTCConfiguration([]))
        self.pc.on("track", lambda track: self.reading.append(asyncio.create_task(self.read(track))))
        self.reading: list[asyncio.Task[None]] = []
        self.pictures: list[VideoFrame] = []
        self.loudness = 0.0
        self.told: list[tuple[str, dict]] = []

    async def offer(self, *tracks) -> str:
        for track in tracks or (Tone(), Solid()):
            self.pc.addTrack(track)
        await self.pc.setLocalDescription()
        return self.pc.localDescription.sdp

    async def look(self, mirror: Mirror, *tracks) -> None:
        answer = await mirror.show(self.name, {"sdp": await self.offer(*tracks)}, self.hear)
        await self.pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    async def hear(self, event: str, news: dict) -> None:
        self.told.append((event, news))

    def stats(self) -> list[dict]:
        return [news for event, news in self.told if event == "mirror_stats"]

    def endings(self) -> list[str]:
        return [news["code"] for event, news in self.told if event == "mirror_ended"]

    async def read(self, track) -> None:
        with suppress(MediaStreamError):
            while True:
                frame = await track.recv()
                if isinstance(frame, AudioFrame):
                    self.loudness += loudness(frame)
                else:
                    self.pictures.append(frame)

    async def close(self) -> None:
        await end(self.pc)
        for task in self.reading:
            task.cancel()
        await asyncio.gather(*self.reading, return_exceptions=True)


@pytest_asyncio.fixture
async def visit():
    """Makes visitors, and sends them home."""
    visitors: list[Visitor] = []

    def come(name: str = "tab") -> Visitor:
        visitors.append(Visitor(name))
        return visitors[-1]

    yield come
    for visitor in visitors:
        await visitor.close()


@pytest_asyncio.fixture
async def hang():
    """Hangs mirrors up, and takes them down: then nothing of them is left."""
    hung: list[Mirror] = []

    def up(**settings) -> Mirror:
        hung.append(Mirror(Settings(**settings)))
        return hung[-1]

    yield up
    for mirror in hung:
        await mirror.close()
        assert len(mirror) == 0


async def until(seen, what: str, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < deadline, f"still waiting {what}"
        await asyncio.sleep(0.01)


# --- what comes back


async def test_picture_and_sound_come_back_as_they_were(visit, hang):
    visitor = visit()
    await visitor.look(hang())
    await until(lambda: len(visitor.pictures) >= 15 and visitor.loudness > 0.01, "to see and hear")
    last = visitor.pictures[-1]
    assert (last.width, last.height) == (160, 120)
    middle = [plane[plane.buffer_size // 2] for plane in map(_Bytes, last.planes)]
    assert all(abs(seen - shown) <= 6 for seen, shown in zip(middle, ORANGE, strict=True)), middle


class _Bytes:
    def __init__(self, plane) -> None:
        self.buffer_size = plane.buffer_size
        self._bytes = bytes(plane)

    def __getitem__(self, at: int) -> int:
        return self._bytes[at]


@pytest.mark.parametrize("track", [Tone, Solid])
async def test_one_of_the_two_is_enough(visit, hang, track):
    visitor = visit()
    await visitor.look(hang(), track())
    await until(lambda: len(visitor.pictures) > 3 or visitor.loudness > 0.005, "to see or hear")


async def test_nothing_is_decoded_or_encoded_here(visit, hang, monkeypatch):
    ours, theirs = [], []
    decode, encode = Vp8Decoder.decode, Vp8Encoder.encode
    mine = visit()  # its codecs are the visitor's; only one of each may be made
    monkeypatch.setattr(Vp8Decoder, "decode", lambda self, f: ours.append(id(self)) or decode(self, f))
    monkeypatch.setattr(Vp8Encoder, "encode", lambda self, *f: theirs.append(id(self)) or encode(self, *f))
    await mine.look(hang(), Solid())
    await until(lambda: len(mine.pictures) > 5, "to see")
    assert len({*ours}) == len({*theirs}) == 1


async def test_each_second_it_says_what_it_measured(visit, hang):
    visitor = visit()
    await visitor.look(hang())
    await until(lambda: any(None not in said.values() for said in visitor.stats()), "for all its numbers")
    first = visitor.stats()[0]
    last = next(said for said in visitor.stats() if None not in said.values())
    assert first["kbps"] is None and first["udp"] is True
    assert set(last) == {"rtt_ms", "loss_pct", "kbps", "udp"}
    assert 0 <= last["rtt_ms"] < 500 and 0 <= last["loss_pct"] <= 100 and 5 < last["kbps"] < 800


async def test_numbers_nobody_renews_are_no_longer_said(visit, hang, monkeypatch):
    monkeypatch.setattr(meter, "_REPORTS_LAST", timedelta(0))
    visitor = visit()
    await visitor.look(hang())
    await until(lambda: len(visitor.stats()) == 3, "for three seconds of numbers")
    assert {stats["rtt_ms"] for stats in visitor.stats()} == {None}


async def test_the_browser_is_asked_for_no_more_picture_than_needed(visit, hang):
    visitor = visit()
    answer = await hang().show("tab", {"sdp": await visitor.offer()}, visitor.hear)
    audio, video = answer.split("m=")[1:]
    assert "b=AS:800\r\nb=TIAS:800000\r\n" in video and "b=" not in audio
    assert "VP8" in video and "H264" not in video and "rtx" not in video
    parse_sdp(answer, "answer", Policy.ALL, loopback=True)


# --- who is let in


async def test_the_third_at_once_is_refused_politely(visit, hang):
    mirror = hang(mirror_at_once=2)
    one, other, third = visit("one"), visit("other"), visit("third")
    await one.look(mirror)
    await other.look(mirror)
    with pytest.raises(MirrorBusy) as refused:
        await third.look(mirror)
    assert (refused.value.code, refused.value.sentence) == (
        "mirror_busy",
        "The mirror is busy. Try again in a moment.",
    )
    mirror.stop("one")
    await until(lambda: len(mirror) == 1, "for the place")
    again = visit("third")
    await again.look(mirror)
    await until(lambda: again.pictures, "to see")


async def test_a_second_look_of_one_tab_takes_the_place_of_the_first(visit, hang):
    mirror = hang(mirror_at_once=1)
    first, second = visit(), visit()
    await first.look(mirror)
    await until(lambda: first.pictures, "to see")
    await second.look(mirror)
    await until(lambda: second.pictures and first.pc.connectionState == "closed", "to take over")
    assert len(mirror) == 1 and first.endings() == second.endings() == []


async def test_it_can_be_off_and_is_when_the_server_stops(visit, hang):
    off, down = hang(mirror_at_once=0), hang()
    await down.close()
    for mirror in (off, down):
        with pytest.raises(MirrorOff):
            await visit().look(mirror)


@pytest.mark.parametrize(
    "asked",
    [None, 7, "v=0", {}, {"sdp": None}, {"sdp": "v=0"}, {"sdp": OFFER, "more": 1}, {"sdp": "x" * 50_000}],
    ids=repr,
)
async def test_what_is_no_offer_is_refused(hang, asked):
    mirror = hang()
    with pytest.raises(Malformed):
        await mirror.show("tab", asked, None)
    assert len(mirror) == 0


async def test_an_offer_it_cannot_use_fails_politely_and_says_nothing_of_it(hang, caplog):
    caplog.set_level(logging.DEBUG)
    mirror = hang()
    useless = OFFER.replace("VP8", "AV1X")
    with pytest.raises(MirrorFailed) as failed:
        await mirror.show("tab", {"sdp": useless}, None)
    assert failed.value.__cause__ is None and failed.value.__context__ is None
    assert "GINTL5hf" not in repr(failed.value) + caplog.text
    assert "the mirror failed" in caplog.text


async def test_addresses_in_an_offer_are_neither_knocked_at_nor_logged(visit, hang, caplog):
    caplog.set_level(logging.DEBUG)
    visitor = visit()
    heard: list[bytes] = []

    class Bystander(asyncio.DatagramProtocol):
        def datagram_received(self, data, addr):
            heard.append(data)

    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(Bystander, local_addr=("127.0.0.1", 0))
    port = transport.get_extra_info("sockname")[1]
    sdp = (await visitor.offer()).replace(
        "a=end-of-candidates", f"a=candidate:9 1 udp 2130706431 127.0.0.1 {port} typ host"
    )
    caplog.clear()  # up to here the visitor itself spoke: before the first mirror its library is not quiet
    markers.taken()
    await hang().show("tab", {"sdp": sdp}, visitor.hear)
    await asyncio.sleep(0.5)
    transport.close()
    assert heard == [] and "candidate" not in caplog.text and str(port) not in caplog.text


@pytest.mark.parametrize("fixture", [name for name in FIXTURES if name.endswith("offer")])
async def test_offers_of_real_browsers_are_answered(hang, fixture):
    async def tell(*_: object) -> None: ...

    answer = await hang().show("tab", {"sdp": FIXTURES[fixture]}, tell)
    assert answer.startswith("v=0\r\n") and HOST not in answer and RELAY not in answer


# --- when it ends


async def test_it_ends_when_the_time_is_up(visit, hang):
    mirror, visitor = hang(mirror_seconds=1), visit()
    begun = time.monotonic()
    await visitor.look(mirror)
    await until(lambda: visitor.endings() == ["mirror_over"], "for the end")
    assert 0.9 < time.monotonic() - begun < 15
    await until(lambda: len(mirror) == 0 and visitor.pc.connectionState == "closed", "to be closed")


async def test_who_sends_nothing_is_told_that_nothing_arrived(visit, hang, monkeypatch):
    monkeypatch.setattr(mirrors, "_CONNECT_WITHIN", 1.0)
    mirror, visitor = hang(), visit()
    await mirror.show("tab", {"sdp": await visitor.offer()}, visitor.hear)
    await until(lambda: visitor.endings() == ["mirror_unreachable"], "for the end")
    assert all(
        stats == {"rtt_ms": None, "loss_pct": None, "kbps": None, "udp": False} for stats in visitor.stats()
    )


async def test_a_flood_ends_it(visit, hang, monkeypatch):
    monkeypatch.setattr(mirrors, "FLOOD_KBPS", 10)
    mirror, visitor = hang(), visit()
    await visitor.look(mirror)
    await until(lambda: visitor.endings() == ["mirror_failed"], "for the end")


async def test_a_browser_that_hangs_up_frees_the_place(visit, hang):
    mirror, visitor = hang(), visit()
    await visitor.look(mirror)
    await until(lambda: visitor.pictures, "to see")
    await visitor.close()
    await until(lambda: len(mirror) == 0, "for the place")
    assert visitor.endings() == []


async def test_stopping_the_server_closes_every_look_at_once(visit):
    mirror = Mirror(Settings(mirror_at_once=3))
    visitors = [visit(name) for name in "abc"]
    for visitor in visitors[:2]:
        await visitor.look(mirror)
    asked = asyncio.create_task(visitors[2].look(mirror))
    await until(lambda: len(mirror) == 3, "to be let in")
    begun = time.monotonic()
    await mirror.close()
    assert time.monotonic() - begun < 10 and len(mirror) == 0
    await asyncio.gather(asked, return_exceptions=True)


async def test_many_looks_leave_no_tasks_threads_or_sockets(visit, hang, monkeypatch, caplog):
    monkeypatch.setattr(mirrors, "_LEAST", 0.0)
    mirror = hang()

    async def look(stay: float) -> None:
        visitor = visit()
        await visitor.look(mirror)
        await asyncio.sleep(stay)
        mirror.stop("tab")
        await visitor.close()
        await until(lambda: len(mirror) == 0, "to be closed")

    await look(0.5)  # brings imports, and the threads of the default executor
    before = _belongings()
    for stay in (0.0, 0.002, 0.005, 0.008, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1, 0.2, 0.4):
        await look(stay)
    await asyncio.sleep(0.1)
    assert caplog.records == []
    tasks, threads, sockets = (now - then for now, then in zip(_belongings(), before, strict=True))
    assert tasks <= 0 and sockets <= 0 and threads <= 4  # the executor grows a little on its own


def _belongings() -> tuple[int, int, int]:
    return len(asyncio.all_tasks()), threading.active_count(), len([*Path("/proc/self/fd").iterdir()])


# --- turning frames around


class Receiver:
    def __init__(self) -> None:
        self.asked = 0

    def getSynchronizationSources(self):
        return [type("Source", (), {"source": 7})]

    async def _send_rtcp_pli(self, ssrc: int) -> None:
        assert ssrc == 7
        self.asked += 1


VP8 = next(c for c in RTCRtpSender.getCapabilities("video").codecs if c.mimeType == "video/VP8")
KEY, DELTA = b"\x10", b"\x11"


def frame(data: bytes, at: int = 0):
    return VP8, type("Encoded", (), {"data": data, "timestamp": at})


async def test_what_nobody_fetches_does_not_pile_up_and_goes_on_with_a_key_frame():
    receiver = Receiver()
    turn = turnaround.Turnaround(receiver, "video")
    for n in range(500):
        turn.put(frame(DELTA, n))
        await asyncio.sleep(0)
        assert len(turn._frames) <= turnaround._QUEUE
    assert receiver.asked == 1  # not for each of them
    while turn._frames:
        await turn.recv()
    turn.put(frame(DELTA, 900))
    turn.put(frame(KEY, 901))
    turn.put(frame(DELTA, 902))
    assert [(await turn.recv()).pts for _ in range(2)] == [901, 902]


async def test_the_end_reaches_both_the_sender_and_the_decoder():
    turn = turnaround.Turnaround(Receiver(), "video")
    waiting = asyncio.create_task(turn.recv())
    await asyncio.sleep(0)
    turn.put(None)
    with pytest.raises(ConnectionError):
        await waiting
    assert await asyncio.wait_for(asyncio.to_thread(turn.get), 10) is None
    turn.put(frame(KEY))
    assert not turn._frames


async def test_frames_of_another_codec_are_left_out():
    turn = turnaround.Turnaround(Receiver(), "video")
    for codec in RTCRtpSender.getCapabilities("video").codecs:
        turn.put((codec, frame(KEY)[1]))
    assert len(turn._frames) == 1


async def test_an_aiortc_without_the_place_to_turn_makes_no_mirror(visit, hang, monkeypatch):
    monkeypatch.setattr(turnaround, "_DECODER_QUEUE", "_RTCRtpReceiver__somewhere_else")
    with pytest.raises(MirrorFailed):
        await visit().look(hang())


async def test_other_connections_of_the_process_still_decode(visit, hang):
    visitor, one, two = visit(), visit(), visit()
    await visitor.look(hang())
    one.pc.addTrack(Solid())
    two.pc.addTrack(Solid())
    await one.pc.setLocalDescription()
    await two.pc.setRemoteDescription(one.pc.localDescription)
    await two.pc.setLocalDescription()
    await one.pc.setRemoteDescription(two.pc.localDescription)
    await until(lambda: visitor.pictures and one.pictures, "to see")
    decoder = two.pc.getReceivers()[0].__dict__[turnaround._DECODER_QUEUE]
    assert not isinstance(decoder, turnaround.Turnaround)


def test_importing_the_mirror_does_not_import_aiortc():
    code = "import sys, whimsy.calls.mirror; sys.exit('aiortc' in sys.modules or 'av' in sys.modules)"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
