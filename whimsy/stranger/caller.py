"""A stranger's side of one numbered call, with aiortc.

aiortc can't roll an offer back, can't restart ICE, and gathers all candidates before it makes a description.
So this side first signals that it is ready, and answers what it is offered. The impolite side makes the
offer, as in pages; the polite side only if none comes. When offers cross, the polite side closes its
connection and answers with a new one.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from aiortc import (
    MediaStreamTrack,
    RTCBundlePolicy,
    RTCConfiguration,
    RTCIceServer,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.mediastreams import MediaStreamError
from aiortc.rtcconfiguration import RTCIceTransportPolicy
from aiortc.sdp import candidate_from_sdp
from av import AudioFrame

from whimsy.calls.peer import end, whole
from whimsy.storage.keys import VOICE, RoomId, cell_of
from whimsy.stranger.pattern import Picture, Tone, loudness

log = logging.getLogger(__name__)

Say = Callable[[dict[str, Any]], Awaitable[object]]

PATIENCE = 2.0
"""Seconds to wait for an offer that the other side has to make."""
_AT_ONCE = 0.3
_CONNECT_WITHIN = 15.0
_MOST = 256
_FINGERPRINT = re.compile(r"^a=fingerprint:sha-256 (.+?)\r?$", re.MULTILINE)


class Caller:
    """polite, ice: as the server gave them with the number; say: sends a whole signal; tint: of the picture.

    frames: how many pictures of the partner were decoded; loudness: of all that was heard, added up.
    """

    def __init__(
        self, room: str, number: int, *, polite: bool, ice: dict[str, Any], say: Say, tint: tuple[int, int]
    ) -> None:
        self.room, self.number = room, number
        self.frames = self.sounds = 0
        self.loudness = 0.0
        self.over = self.failed = False
        self._polite, self._ice, self._say, self._tint = polite, ice, say, tint
        self._seq = 0
        self._heard: set[int] = set()
        self._inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue(_MOST)
        self._watching: set[asyncio.Task[None]] = set()
        self._early: list[dict[str, Any]] = []
        self._theirs: str | None = None
        self._offer_at: float | None = None
        self._voice = cell_of(RoomId(room)) == VOICE
        self._pc = self._connection()
        self._task = asyncio.create_task(self._run())

    @property
    def connected(self) -> bool:
        return self._pc.connectionState == "connected"

    def hear(self, signal: dict[str, Any]) -> None:
        """Take a signal of the partner, if it is of this call and new."""
        if (signal["room"], signal["call"]) != (self.room, self.number) or signal["seq"] in self._heard:
            return
        self._heard.add(signal["seq"])
        if signal["kind"] == "bye":
            self.over = True
        with suppress(asyncio.QueueFull):
            self._inbox.put_nowait(signal)

    async def close(self) -> None:
        self.over = True
        self._task.cancel()
        await asyncio.wait([self._task])
        await end(self._pc)
        for task in self._watching:
            task.cancel()
        await asyncio.gather(*self._watching, return_exceptions=True)

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        self._offer_at = loop.time() + PATIENCE
        connect_by = loop.time() + _CONNECT_WITHIN
        await self._post("ready")
        await self._post("media", mic=True, cam=not self._voice, screen=False)
        while not self.over:
            try:
                async with asyncio.timeout(0.1):
                    signal = await self._inbox.get()
            except TimeoutError:
                if self._offer_at and loop.time() >= self._offer_at:
                    await self._guarded(self._offer())
                if self._pc.connectionState in ("failed", "closed"):
                    self.failed = True
                if loop.time() > connect_by and not self.connected:
                    self.failed = True
            else:
                await self._guarded(self._take(signal))

    async def _guarded(self, step: Awaitable[None]) -> None:
        """Take a step, and go on after one that failed: a bad signal must not stop those after it."""
        try:
            await step
        except Exception as error:  # of any kind; its message may quote a description
            log.warning("A step of the call failed: %s.", type(error).__name__)

    async def _post(self, kind: str, **body: Any) -> None:
        self._seq += 1
        signal = {"room": self.room, "call": self.number, "seq": self._seq, "kind": kind, "body": body}
        with suppress(Exception):  # the socket is closed, and nobody is left to tell
            await self._say(signal)

    async def _take(self, signal: dict[str, Any]) -> None:
        body = signal["body"]
        match signal["kind"]:
            case "ready":
                await self._ready()
            case "candidate":
                await self._candidate(body)
            case "description" if body["type"] == "offer":
                await self._answer(body["sdp"])
            case "description" if self._pc.signalingState == "have-local-offer":
                await self._describe(body["sdp"], "answer")

    async def _ready(self) -> None:
        """The partner is there now, so an offer made before may have been lost."""
        if self._pc.signalingState == "have-local-offer":
            await self._speak()
        elif self._theirs is None:
            wait = PATIENCE if self._polite else _AT_ONCE
            self._offer_at = asyncio.get_running_loop().time() + wait

    async def _offer(self) -> None:
        self._offer_at = None
        if self._theirs is None and self._pc.signalingState == "stable":
            await self._pc.setLocalDescription()
            await self._speak()

    async def _answer(self, sdp: str) -> None:
        self._offer_at = None
        if self._pc.signalingState == "have-local-offer":
            if not self._polite:
                return  # they roll theirs back, and answer ours
            await self._renew()
        elif self._theirs not in (None, _fingerprint(sdp)):
            await self._renew()  # the page was reloaded
        await self._describe(sdp, "offer")
        await self._pc.setLocalDescription()
        await self._speak()

    async def _describe(self, sdp: str, kind: str) -> None:
        await self._pc.setRemoteDescription(RTCSessionDescription(whole(sdp), kind))
        self._theirs = _fingerprint(sdp)
        for body in self._early:
            await self._candidate(body)
        self._early = []

    async def _speak(self) -> None:
        said = self._pc.localDescription
        await self._post("description", type=said.type, sdp=said.sdp)

    async def _candidate(self, body: dict[str, Any]) -> None:
        if not body["candidate"]:
            return  # the end of candidates: ignored, as more may follow it
        if self._theirs is None:
            self._early = [*self._early, body][-_MOST:]
            return
        candidate = candidate_from_sdp(body["candidate"].removeprefix("candidate:"))
        candidate.sdpMid, candidate.sdpMLineIndex = body["sdpMid"], body["sdpMLineIndex"]
        await self._pc.addIceCandidate(candidate)

    def _connection(self) -> RTCPeerConnection:
        servers = [
            RTCIceServer(
                urls=server["urls"], username=server.get("username"), credential=server.get("credential")
            )
            for server in self._ice.get("iceServers", ())
        ]
        policy = RTCIceTransportPolicy(self._ice.get("iceTransportPolicy", "all"))
        pc = RTCPeerConnection(RTCConfiguration(servers, policy, RTCBundlePolicy.MAX_BUNDLE))
        pc.addTrack(Tone())
        if not self._voice:
            pc.addTrack(Picture(self._tint))
        pc.on("track", self._watch)
        return pc

    async def _renew(self) -> None:
        before, self._pc = self._pc, self._connection()
        self._theirs, self._early = None, []
        await end(before)

    def _watch(self, track: MediaStreamTrack) -> None:
        """Read the track to its end, as unread frames pile up."""
        task = asyncio.create_task(self._count(track))
        self._watching.add(task)
        task.add_done_callback(self._watching.discard)

    async def _count(self, track: MediaStreamTrack) -> None:
        with suppress(MediaStreamError):
            while True:
                frame = await track.recv()
                if isinstance(frame, AudioFrame):
                    self.sounds += 1
                    self.loudness += loudness(frame)
                else:
                    self.frames += 1


def _fingerprint(sdp: str) -> str:
    found = _FINGERPRINT.search(sdp)
    return found[1] if found else ""
