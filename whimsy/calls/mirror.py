"""The mirror: a visitor calls the server and gets their own picture and sound back, as a stranger would.

What arrives is sent back as it came, frame by frame, and never decoded: decoding and encoding one picture
costs several times as much. aiortc has no name for that, so where its receiver would hand a frame to its
decoder, the frame is turned around (`_Turn`). Other connections are not touched, and an aiortc without that
place makes no mirror.

Only what the visitor's browser itself sends to us is answered: the candidates of its offer are left out, so
nobody can have this server knock at addresses of their choice.

No exception, log line or repr holds any part of a description. aiortc is imported with the first visitor: it
takes up to a second, and 40 MB.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import time
import uuid
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from whimsy.calls.candidate import Policy
from whimsy.calls.sdp import parse_sdp
from whimsy.errors import Malformed, Refused, WhimsyError
from whimsy.settings import Settings

if TYPE_CHECKING:
    from aiortc import RTCDtlsTransport, RTCRtpReceiver, RTCRtpTransceiver
    from av import Packet

log = logging.getLogger(__name__)

Tell = Callable[[str, dict[str, Any]], Awaitable[object]]
"""How a visitor is told something: the name of an event, and what it brings."""

MAX_KBPS = 800
"""Asked of the browser, for the picture."""
FLOOD_KBPS = 4_000
"""No browser sends this much after it was asked; whoever does has had their look."""
_CODECS = {"audio": "audio/opus", "video": "video/VP8"}
"""Every browser has these, and sends what is in them as we get it (RFC 7742, RFC 7874)."""
_QUEUE = 64
"""Frames on their way back. They leave at once, unless the loop is late by seconds."""
_ANSWER_WITHIN = 8.0
_CONNECT_WITHIN = 10.0
_CLOSE_WITHIN = 5.0
_UNDER_WAY = ("new", "connecting")
_LEAST = 1.0
"""A place is taken for a second at least: who starts again and again can't keep a core busy."""
_EVERY = 1.0
_REPORTS_LAST = timedelta(seconds=5)
_KEYFRAMES_EVERY = 0.5


class MirrorOff(Refused):
    """This server has no mirror."""

    code = "mirror_off"
    sentence = "The mirror is switched off here. Your own preview still works."


class MirrorBusy(Refused):
    """As many visitors as allowed look into it."""

    code = "mirror_busy"
    sentence = "The mirror is busy. Try again in a moment."


class MirrorFailed(Refused):
    """It broke, here or on the way."""

    code = "mirror_failed"
    sentence = "The mirror stopped working. Try again."


class MirrorUnreachable(Refused):
    """Nothing of the visitor's media arrived."""

    code = "mirror_unreachable"
    sentence = "Your network doesn't let video through to us. With a stranger it may still work."


class MirrorOver(Refused):
    """The time is up."""

    code = "mirror_over"
    sentence = "That was the whole look. Start again if you like."


@dataclass(eq=False)
class _Visit:
    """One tab before the mirror, from its question to the last closed socket."""

    answer: asyncio.Future[str | WhimsyError] = field(repr=False)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None


class Mirror:
    """The mirror of this process: at most `mirror_at_once` visitors, each for `mirror_seconds`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._visits: dict[str, _Visit] = {}
        self._closed = asyncio.Event()

    def __len__(self) -> int:
        return len(self._visits)

    async def show(self, who: str, asked: object, tell: Tell) -> str:
        """Answer the offer in `asked` ({sdp}) of the tab `who`; a look it already had ends.

        Each second `tell` gets "mirror_stats", and "mirror_ended" with a code and a sentence when the look
        ends otherwise than by the visitor. Raises Malformed, MirrorOff, MirrorBusy or MirrorFailed.
        """
        offer = _offer(asked, loopback=not self._settings.production)
        if before := self._visits.get(who):
            before.over.set()
            assert before.task
            await asyncio.wait([before.task])
        if not self._settings.mirror_at_once or self._closed.is_set():
            raise MirrorOff
        if who in self._visits or len(self._visits) >= self._settings.mirror_at_once:
            raise MirrorBusy
        visit = self._visits[who] = _Visit(asyncio.get_running_loop().create_future())
        visit.task = asyncio.create_task(self._attend(who, visit, offer, tell))
        answer = await asyncio.shield(visit.answer)
        if isinstance(answer, WhimsyError):
            raise answer
        return answer

    def stop(self, who: str) -> None:
        """The tab `who` has seen enough, or is gone."""
        if visit := self._visits.get(who):
            visit.over.set()

    async def close(self) -> None:
        """End every look and wait until all is closed."""
        self._closed.set()
        for visit in self._visits.values():
            visit.over.set()
        await asyncio.gather(*(visit.task for visit in self._visits.values() if visit.task))

    async def _attend(self, who: str, visit: _Visit, offer: str, tell: Tell) -> None:
        begun = time.monotonic()
        peer: _Peer | None = None
        ending: WhimsyError | None = MirrorFailed()
        try:
            await asyncio.to_thread(_load)
            peer = _Peer(offer, self._settings.stun_urls)
            visit.answer.set_result(await asyncio.wait_for(peer.answer(offer), _ANSWER_WITHIN))
            ending = await self._watch(peer, visit, tell)
        except Exception as error:  # whatever aiortc raises; its words may quote the offer
            log.warning("the mirror failed: %s", type(error).__name__)
        try:
            if peer:
                await asyncio.wait_for(peer.close(), _CLOSE_WITHIN)
            if visit.answer.done() and ending:
                await tell("mirror_ended", {"code": ending.code, "sentence": ending.sentence})
        except Exception as error:
            log.warning("the mirror did not close well: %s", type(error).__name__)
        if not visit.answer.done():
            visit.answer.set_result(MirrorFailed())
        await _within(self._closed.wait(), _LEAST - (time.monotonic() - begun))
        del self._visits[who]

    async def _watch(self, peer: _Peer, visit: _Visit, tell: Tell) -> WhimsyError | None:
        """Look after it each second; returns why it ended, None if the visitor ended it."""
        begun = time.monotonic()
        while True:
            left = self._settings.mirror_seconds - (time.monotonic() - begun)
            await _within(visit.over.wait(), min(_EVERY, left))
            if visit.over.is_set() or peer.state == "closed":
                return None
            stats = await peer.stats()
            lasted = time.monotonic() - begun
            if peer.state == "failed" or (not stats.udp and lasted >= _CONNECT_WITHIN):
                return MirrorFailed() if stats.udp else MirrorUnreachable()
            if lasted >= self._settings.mirror_seconds:
                return MirrorOver()
            if (stats.kbps or 0) > FLOOD_KBPS:
                return MirrorFailed()
            await tell("mirror_stats", stats.wire())


@dataclass(frozen=True, slots=True)
class Stats:
    """How the last second went; None where that isn't known (yet).

    rtt_ms: from here to the browser and back, as its reports tell. loss_pct: of the packets of the worse of
    the two ways. kbps: what arrived here. udp: whether anything did; the mirror speaks nothing else.
    """

    rtt_ms: float | None
    loss_pct: float | None
    kbps: float | None
    udp: bool

    def wire(self) -> dict[str, Any]:
        """As the browser gets it."""
        return {"rtt_ms": self.rtt_ms, "loss_pct": self.loss_pct, "kbps": self.kbps, "udp": self.udp}


class _Peer:
    """Our end of one visitor's call."""

    def __init__(self, offer: str, stun: tuple[str, ...]) -> None:
        from aiortc import RTCBundlePolicy, RTCConfiguration, RTCIceServer, RTCPeerConnection

        servers = [RTCIceServer(urls=[*stun])] if stun else []  # None would mean Google's
        self._pc = RTCPeerConnection(RTCConfiguration(servers, bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
        self._meter = _Meter()
        for kind in (section.split(" ", 1)[0] for section in offer.split("\r\nm=")[1:]):
            _turn_back(self._pc.addTransceiver(kind, "sendrecv"))

    @property
    def state(self) -> str:
        return self._pc.connectionState

    async def answer(self, offer: str) -> str:
        """Our side of it, with all candidates."""
        from aiortc import RTCSessionDescription

        await self._pc.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        await self._pc.setLocalDescription()
        return _capped(self._pc.localDescription.sdp)

    async def stats(self) -> Stats:
        return self._meter.read(list((await self._pc.getStats()).values()), time.monotonic())

    async def close(self) -> None:
        # An attempt to connect must fail first: aiortc would go on with it, and start what nobody stops.
        for dtls in {transceiver.receiver.transport for transceiver in self._pc.getTransceivers()}:
            if dtls.transport.state != "new" and dtls.state in _UNDER_WAY:
                await dtls.transport._connection.close()
                await _within(_settled(dtls), 1)
        await self._pc.close()


class _Meter:
    """Makes numbers of the last second from counts since the beginning."""

    def __init__(self) -> None:
        self._then: float | None = None
        self._bytes = self._received = self._lost = 0

    def read(self, entries: list[Any], now: float) -> Stats:
        transport = next(e for e in entries if e.type == "transport")
        inbound = [e for e in entries if e.type == "inbound-rtp"]
        fresh = datetime.now(UTC) - _REPORTS_LAST
        reports = [e for e in entries if e.type == "remote-inbound-rtp" and e.timestamp > fresh]
        received, lost = sum(e.packetsReceived for e in inbound), sum(e.packetsLost for e in inbound)
        new, missing = received - self._received, max(0, lost - self._lost)
        losses = [100 * e.fractionLost / 256 for e in reports]
        if new + missing > 0:
            losses.append(100 * missing / (new + missing))
        trips = [e.roundTripTime for e in reports if e.roundTripTime is not None and e.roundTripTime >= 0]
        arrived = transport.bytesReceived
        kbps = None
        if self._then is not None and arrived:
            kbps = round((arrived - self._bytes) * 8 / 1000 / max(now - self._then, 0.001), 1)
        self._then, self._bytes, self._received, self._lost = now, arrived, received, lost
        return Stats(
            rtt_ms=round(1000 * min(trips), 1) if trips else None,
            loss_pct=round(max(losses), 1) if losses else None,
            kbps=kbps,
            udp=arrived > 0,
        )


# --- turning frames around


class _Turn:
    """Stands where a receiver hands frames to its decoder, and gives them to a sender instead.

    For the receiver it is the decoder's queue, from which the decoder only learns of the end. For the sender
    it is a track of frames that are encoded already.
    """

    def __init__(self, receiver: RTCRtpReceiver, kind: str) -> None:
        self.kind, self.id = kind, str(uuid.uuid4())
        self._receiver = receiver
        self._ends: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._frames: deque[Packet[Any]] = deque()
        self._arrived = asyncio.Event()
        self._over = False
        self._torn = False
        self._asked = 0.0
        self._asking: asyncio.Task[None] | None = None

    def get(self) -> None:
        """For the decoder, in its thread: nothing, until the end."""
        return self._ends.get()

    def put(self, item: Any) -> None:
        """From the receiver, on the loop: a codec and its frame, or None at the end."""
        if item is None:
            self._ends.put(None)
            self.stop()
        elif not self._over and item[0].mimeType == _CODECS[self.kind]:
            self._take(*item)

    def _take(self, codec: Any, encoded: Any) -> None:
        from av import Packet

        if len(self._frames) >= _QUEUE:
            self._frames.clear()
            self._torn = self.kind == "video"
        if self._torn and encoded.data[:1] and encoded.data[0] & 1:  # no key frame of VP8 (RFC 6386, 9.1)
            self.want_keyframe()
            return
        self._torn = False
        frame = Packet(encoded.data)
        frame.pts, frame.time_base = encoded.timestamp, Fraction(1, codec.clockRate)
        self._frames.append(frame)
        self._arrived.set()

    async def recv(self) -> Packet[Any]:
        """For the sender: the next frame."""
        while not self._frames:
            if self._over:
                raise ConnectionError
            self._arrived.clear()
            await self._arrived.wait()
        return self._frames.popleft()

    def stop(self) -> None:
        """No more frames, as either end says."""
        self._over = True
        self._frames.clear()
        self._arrived.set()

    def want_keyframe(self) -> None:
        """The browser can't make out the picture it gets: it is asked to send a whole one."""
        now = time.monotonic()
        if not self._over and now - self._asked >= _KEYFRAMES_EVERY:
            self._asked = now
            self._asking = asyncio.create_task(self._ask())

    async def _ask(self) -> None:
        for source in self._receiver.getSynchronizationSources():
            await self._receiver._send_rtcp_pli(source.source)


_DECODER_QUEUE = "_RTCRtpReceiver__decoder_queue"


def _turn_back(transceiver: RTCRtpTransceiver) -> None:
    """Send back what comes in. Only of this transceiver; before its connection starts."""
    from aiortc import RTCRtpReceiver

    kind, receiver, sender = transceiver.kind, transceiver.receiver, transceiver.sender
    # Without a stream for retransmissions: aiortc's counts would be of that alone.
    capabilities = RTCRtpReceiver.getCapabilities(kind)
    assert capabilities
    transceiver.setCodecPreferences([c for c in capabilities.codecs if c.mimeType == _CODECS[kind]])
    if not (hasattr(receiver, _DECODER_QUEUE) and hasattr(receiver, "_send_rtcp_pli")):
        raise RuntimeError("this aiortc has no place to turn frames around")
    turn = _Turn(receiver, kind)
    setattr(receiver, _DECODER_QUEUE, turn)
    sender.replaceTrack(turn)  # type: ignore[arg-type]  # all that a sender asks of a track
    sender._send_keyframe = turn.want_keyframe  # type: ignore[method-assign]


def _load() -> None:
    """Import aiortc, in a thread: it takes a second. Its chatter names addresses, and whole descriptions."""
    import aiortc  # noqa: F401

    for name in ("aiortc", "aioice"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _offer(asked: object, *, loopback: bool) -> str:
    """The offer, rebuilt, without candidates; raises Malformed."""
    if not isinstance(asked, dict) or asked.keys() != {"sdp"} or not isinstance(asked["sdp"], str):
        raise Malformed
    text = parse_sdp(asked["sdp"], "offer", Policy.ALL, loopback=loopback).text
    where = ("a=candidate:", "a=end-of-candidates")
    return _whole("".join(line for line in text.splitlines(keepends=True) if not line.startswith(where)))


def _whole(sdp: str) -> str:
    """Repeat the first section's transport where a bundled one leans on it: aiortc wants it in each."""
    session, *sections = sdp.split("\r\nm=")
    first = sections[0].removesuffix("\r\n").split("\r\n")
    made = [session]
    for section in sections:
        missing = [
            line
            for name in ("a=ice-ufrag:", "a=ice-pwd:", "a=fingerprint:", "a=setup:")
            if f"\r\n{name}" not in section
            for line in first
            if line.startswith(name)
        ]
        made.append("\r\n".join([section.removesuffix("\r\n"), *missing]))
    return "\r\nm=".join(made) + "\r\n"


def _capped(sdp: str) -> str:
    """Ask the browser not to send more of the picture than is needed (RFC 8866, 5.8; RFC 3890)."""
    lines = []
    video = False
    for line in sdp.splitlines():
        lines.append(line)
        if line.startswith("m="):
            video = line.startswith("m=video")
        elif video and line.startswith("c="):
            lines += [f"b=AS:{MAX_KBPS}", f"b=TIAS:{MAX_KBPS * 1000}"]
    return "".join(f"{line}\r\n" for line in lines)


async def _settled(dtls: RTCDtlsTransport) -> None:
    """Wait until the handshake has come to some end."""
    changed = asyncio.Event()
    dtls.on("statechange", changed.set)
    while dtls.state in _UNDER_WAY:
        changed.clear()
        await changed.wait()


async def _within(waiting: Awaitable[object], seconds: float) -> None:
    """Wait for something, but not longer."""
    try:
        await asyncio.wait_for(waiting, max(0, seconds))
    except TimeoutError:
        return
