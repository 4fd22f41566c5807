"""The server's end of a visitor's call with the mirror.

The candidates of the offer are left out, and only the browser that sends to us is answered, so that nobody
can make this server send to addresses of their choice.

No exception, log line or repr holds any part of a description. aiortc is imported for the first visitor, as
it takes up to a second, and 40 MB.
"""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from whimsy.calls.candidate import Policy
from whimsy.calls.meter import Meter, Stats
from whimsy.calls.sdp import parse_sdp
from whimsy.calls.turnaround import turn_back
from whimsy.errors import Malformed

if TYPE_CHECKING:
    from aiortc import RTCDtlsTransport, RTCPeerConnection

MAX_KBPS = 800
"""What the browser is asked to send of the picture at most."""
_UNDER_WAY = ("new", "connecting")


class Peer:
    def __init__(self, offer: str, stun: tuple[str, ...]) -> None:
        from aiortc import RTCBundlePolicy, RTCConfiguration, RTCIceServer, RTCPeerConnection

        servers = [RTCIceServer(urls=[*stun])] if stun else []  # None would mean a server of Google's
        self._pc = RTCPeerConnection(RTCConfiguration(servers, bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
        self._meter = Meter()
        for kind in (section.split(" ", 1)[0] for section in offer.split("\r\nm=")[1:]):
            turn_back(self._pc.addTransceiver(kind, "sendrecv"))

    @property
    def state(self) -> str:
        """The state of the connection, in the words of WebRTC."""
        return self._pc.connectionState

    async def answer(self, offer: str) -> str:
        """Our answer to an offer, with all candidates."""
        from aiortc import RTCSessionDescription

        await self._pc.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        await self._pc.setLocalDescription()
        return _capped(self._pc.localDescription.sdp)

    async def stats(self) -> Stats:
        """The numbers since the last call of this."""
        return self._meter.read(list((await self._pc.getStats()).values()), time.monotonic())

    async def close(self) -> None:
        await end(self._pc)


async def end(pc: RTCPeerConnection) -> None:
    """Close a connection, but end its attempt to connect first, or aiortc starts what nobody stops."""
    for dtls in {transceiver.receiver.transport for transceiver in pc.getTransceivers()}:
        if dtls.transport.state != "new" and dtls.state in _UNDER_WAY:
            await dtls.transport._connection.close()
            with suppress(TimeoutError):
                await asyncio.wait_for(_settled(dtls), 1)
    await pc.close()


def load() -> None:
    """Import aiortc, which takes a second. Its loggers are silenced, as they write whole descriptions."""
    import aiortc  # noqa: F401

    for name in ("aiortc", "aioice"):
        logging.getLogger(name).setLevel(logging.WARNING)


def read_offer(asked: object, *, loopback: bool) -> str:
    """The offer of {sdp}, rebuilt, without candidates; raises Malformed."""
    if not isinstance(asked, dict) or asked.keys() != {"sdp"} or not isinstance(asked["sdp"], str):
        raise Malformed
    text = parse_sdp(asked["sdp"], "offer", Policy.ALL, loopback=loopback).text
    where = ("a=candidate:", "a=end-of-candidates")
    return whole("".join(line for line in text.splitlines(keepends=True) if not line.startswith(where)))


def whole(sdp: str) -> str:
    """Repeat the transport of the first section in those bundled with it, as aiortc wants it in each."""
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
    """Ask the browser for at most `MAX_KBPS` of picture (RFC 8866, 5.8; RFC 3890)."""
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
    """Wait until the handshake has ended, well or not."""
    changed = asyncio.Event()
    dtls.on("statechange", changed.set)
    while dtls.state in _UNDER_WAY:
        changed.clear()
        await changed.wait()
