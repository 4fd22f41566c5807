"""The mirror: a visitor calls the server and gets their own picture and sound back, as a stranger would.

Frames are sent back as they came and never decoded, as decoding and encoding costs several times as much.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from whimsy.calls.peer import Peer, load, read_offer
from whimsy.errors import Refused, WhimsyError
from whimsy.settings import Settings

log = logging.getLogger(__name__)

Tell = Callable[[str, dict[str, Any]], Awaitable[object]]
"""Sends an event with its data to the visitor's page."""

FLOOD_KBPS = 4_000
"""No browser sends so much after `MAX_KBPS` was asked of it. A look with more ends."""
_ANSWER_WITHIN = 8.0
_CONNECT_WITHIN = 10.0
_CLOSE_WITHIN = 5.0
_LEAST = 1.0
"""The least time that a look counts, so that whoever starts again and again keeps no core busy."""
_EVERY = 1.0


class MirrorOff(Refused):
    code = "mirror_off"
    sentence = "The mirror is switched off here. Your own preview still works."


class MirrorBusy(Refused):
    code = "mirror_busy"
    sentence = "The mirror is busy. Try again in a moment."


class MirrorFailed(Refused):
    code = "mirror_failed"
    sentence = "The mirror stopped working. Try again."


class MirrorUnreachable(Refused):
    code = "mirror_unreachable"
    sentence = "Your network doesn't let video through to us. With a stranger it may still work."


class MirrorOver(Refused):
    code = "mirror_over"
    sentence = "That was the whole look. Start again if you like."


@dataclass(eq=False)
class _Visit:
    """A tab's call with the mirror, from its offer until its last socket is closed."""

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
        """Answer the offer in `asked` ({sdp}) of the tab `who`; ends the look that it had before.

        `tell` gets "mirror_stats" each second, and "mirror_ended" with a code and a sentence unless the
        visitor ends the look. Raises Malformed, MirrorOff, MirrorBusy or MirrorFailed.
        """
        offer = read_offer(asked, loopback=not self._settings.production)
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
        """End the look of the tab `who`, which asked for it or is gone."""
        if visit := self._visits.get(who):
            visit.over.set()

    async def close(self) -> None:
        """End every look, and wait until all is closed."""
        self._closed.set()
        for visit in self._visits.values():
            visit.over.set()
        await asyncio.gather(*(visit.task for visit in self._visits.values() if visit.task))

    async def _attend(self, who: str, visit: _Visit, offer: str, tell: Tell) -> None:
        begun = time.monotonic()
        peer: Peer | None = None
        ending: WhimsyError | None = MirrorFailed()
        try:
            await asyncio.to_thread(load)
            peer = Peer(offer, self._settings.stun_urls)
            visit.answer.set_result(await asyncio.wait_for(peer.answer(offer), _ANSWER_WITHIN))
            ending = await self._watch(peer, visit, tell)
        except Exception as error:  # whatever aiortc raises; its message may quote the offer
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

    async def _watch(self, peer: Peer, visit: _Visit, tell: Tell) -> WhimsyError | None:
        """Check the call each second; returns why it ended, None if the visitor ended it."""
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


async def _within(waiting: Awaitable[object], seconds: float) -> None:
    try:
        await asyncio.wait_for(waiting, max(0, seconds))
    except TimeoutError:
        return
