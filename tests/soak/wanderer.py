"""A visitor who does at random what visitors do: chats, skips, refreshes, loses the network, comes back."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
from collections import Counter

from socketio.exceptions import SocketIOError

from tests.history import History, Recorded

_ARRIVE_SECONDS = 15
_RESEND_SECONDS = 2
_LOST = (SocketIOError, OSError, AssertionError, TimeoutError)
"""What an act on a connection that breaks may raise."""

_words = itertools.count(1)

IN_A_CHAT = {
    "say": 60, "type": 12, "signal": 8, "offer": 4, "next": 5, "leave": 3, "refresh": 3, "lose": 3, "go": 1,
    "twin": 1, "again": 3,
}  # fmt: skip
SEARCHING = {"wait": 80, "cancel": 8, "refresh": 6, "lose": 6}
OTHERWISE = {"start": 70, "wait": 15, "refresh": 5, "renew": 3, "home": 7}


class Wanderer:
    """One visitor with one tab (and sometimes a second one). `done` counts what they did."""

    def __init__(self, address: str, history: History, seed: str) -> None:
        self._address = address
        self._history = history
        self._chance = random.Random(seed)
        self._said: dict[str, tuple[str, str, float]] = {}
        self._signs = itertools.count(1)
        self.done: Counter[str] = Counter()
        self.page = Recorded(address, history)

    async def wander(self, until: asyncio.Event) -> None:
        """Go on until told to stop; the page is open then, if the server lets it."""
        while not until.is_set():
            with contextlib.suppress(*_LOST):
                await self._step()
            await asyncio.sleep(self._chance.expovariate(2.5))
        await self.arrive()

    async def arrive(self) -> None:
        """Open the page if it is not, as a browser tries again after a while."""
        for _ in range(10):
            if self.page.connected:
                return
            with contextlib.suppress(*_LOST):
                async with asyncio.timeout(_ARRIVE_SECONDS):
                    await self.page.open()
            await asyncio.sleep(self._chance.uniform(0.1, 1))

    async def leave(self) -> None:
        """Go, from wherever the visitor is: half of them without a word."""
        with contextlib.suppress(*_LOST):
            await (self.page.drop() if self._chance.random() < 0.5 else self.page.close())

    async def _step(self) -> None:
        await self.arrive()
        self._resend()
        mood = {"chatting": IN_A_CHAT, "searching": SEARCHING}.get(str(self.page.phase), OTHERWISE)
        act = self._chance.choices(list(mood), weights=list(mood.values()))[0]
        self.done[act] += 1
        async with asyncio.timeout(_ARRIVE_SECONDS):
            await getattr(self, f"_{act}")()

    # --- what they do

    async def _say(self) -> None:
        room, text = self.page.room, f"w{next(_words)} " + "x" * self._chance.randrange(40)
        nonce = f"n{next(_words)}"
        self._said[nonce] = (room, text, asyncio.get_running_loop().time())
        await self.page.say(text, nonce)

    def _resend(self) -> None:
        """As the composer does: what was not accepted is sent again under its nonce, or given up."""
        now = asyncio.get_running_loop().time()
        shown = {line["nonce"] for line in self.page.transcript.values() if line["mine"]}
        refused = self.page.vars.get("refused", {}).get("nonce")
        for nonce, (room, text, at) in list(self._said.items()):
            if room != self.page.room or nonce in shown or nonce == refused:
                del self._said[nonce]
            elif now - at > _RESEND_SECONDS:
                self._said[nonce] = (room, text, now)
                self._later(self.page.say(text, nonce))

    async def _again(self) -> None:
        """A retry whose first try had got through."""
        await self._say()
        nonce, (_, text, _) = list(self._said.items())[-1]
        await self.page.say(text, nonce)

    async def _type(self) -> None:
        await self.page.type()

    async def _offer(self) -> None:
        act = {"asked": "accept_video", "on": "stop_video"}.get(self.page.vars["video"], "offer_video")
        await self.page.do(act, room=self.page.room)

    async def _signal(self) -> None:
        if self.page.vars.get("video") == "on":
            await self.page.signal("ready", next(self._signs))

    async def _start(self) -> None:
        if self.page.phase == "ended":
            await self.page.do("next", room=self.page.room)
        else:
            await self.page.do("start")

    async def _next(self) -> None:
        await self.page.do("next", room=self.page.room)

    async def _leave(self) -> None:
        await self.page.do("leave", room=self.page.room)

    async def _home(self) -> None:
        if self.page.phase == "ended":
            await self.page.do("home", room=self.page.room)

    async def _cancel(self) -> None:
        await self.page.do("cancel")

    async def _wait(self) -> None:
        await asyncio.sleep(self._chance.uniform(0, 1))

    async def _refresh(self) -> None:
        await self.page.refresh()

    async def _lose(self) -> None:
        """The network goes, and returns after a moment."""
        await self.page.drop()
        await asyncio.sleep(self._chance.choice((0.1, 1, 4)))

    async def _go(self) -> None:
        """Close the tab; somebody else comes."""
        await self.page.close()
        await self._renew()

    async def _renew(self) -> None:
        await self.page.drop()
        self._said.clear()
        self.page = Recorded(self._address, self._history)

    async def _twin(self) -> None:
        """A second tab of the same browser tries its luck."""
        twin = Recorded(self._address, self._history, self.page.local)
        try:
            await twin.open()
            await twin.do("start")
            await asyncio.sleep(1)
        finally:
            await twin.drop()

    def _later(self, act) -> None:
        task = asyncio.ensure_future(act)
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
