"""Sends the frames that a connection receives back over it, as they came, never decoded.

aiortc has no interface for that, so frames are taken where its receiver hands them to its decoder, and given
to a sender. Other connections are not touched, and an aiortc without that place is refused.
"""

from __future__ import annotations

import asyncio
import queue
import time
import uuid
from collections import deque
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aiortc import RTCRtpReceiver, RTCRtpTransceiver
    from av import Packet

CODECS = {"audio": "audio/opus", "video": "video/VP8"}
"""Codecs that every browser has (RFC 7742, RFC 7874)."""
_QUEUE = 64
"""Frames that may wait to go back. They go at once, unless the loop is late by seconds."""
_KEYFRAMES_EVERY = 0.5
_DECODER_QUEUE = "_RTCRtpReceiver__decoder_queue"


class Turnaround:
    """Stands where the receiver expects its decoder's queue, and where the sender expects a track.

    The decoder gets nothing from it but the end.
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
        """For the decoder, in its thread: return at the end."""
        return self._ends.get()

    def put(self, item: Any) -> None:
        """From the receiver, in the loop: take a codec with its frame, or None at the end."""
        if item is None:
            self._ends.put(None)
            self.stop()
        elif not self._over and item[0].mimeType == CODECS[self.kind]:
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
        """For the sender: return the next frame."""
        while not self._frames:
            if self._over:
                raise ConnectionError
            self._arrived.clear()
            await self._arrived.wait()
        return self._frames.popleft()

    def stop(self) -> None:
        """End it, as the receiver or the sender says."""
        self._over = True
        self._frames.clear()
        self._arrived.set()

    def want_keyframe(self) -> None:
        """Ask the browser for a whole picture, as it cannot make out what comes back."""
        now = time.monotonic()
        if not self._over and now - self._asked >= _KEYFRAMES_EVERY:
            self._asked = now
            self._asking = asyncio.create_task(self._ask())

    async def _ask(self) -> None:
        for source in self._receiver.getSynchronizationSources():
            await self._receiver._send_rtcp_pli(source.source)


def turn_back(transceiver: RTCRtpTransceiver) -> None:
    """Send back what this transceiver receives. To be called before its connection starts."""
    from aiortc import RTCRtpReceiver

    kind, receiver, sender = transceiver.kind, transceiver.receiver, transceiver.sender
    # Without a stream for retransmissions, as aiortc would count only that.
    capabilities = RTCRtpReceiver.getCapabilities(kind)
    assert capabilities
    transceiver.setCodecPreferences([c for c in capabilities.codecs if c.mimeType == CODECS[kind]])
    if not (hasattr(receiver, _DECODER_QUEUE) and hasattr(receiver, "_send_rtcp_pli")):
        raise RuntimeError("this aiortc has no place to turn frames around")
    turn = Turnaround(receiver, kind)
    setattr(receiver, _DECODER_QUEUE, turn)
    sender.replaceTrack(turn)  # type: ignore[arg-type]  # all that a sender asks of a track
    sender._send_keyframe = turn.want_keyframe  # type: ignore[method-assign]
