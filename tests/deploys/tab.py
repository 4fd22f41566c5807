"""A lean tab that survives a deploy as a page does: returns when told, says again what was not taken."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import time
from typing import Any

from tests.load.link import Link
from tests.load.tab import WhimsyTab
from whimsy.stranger.page import CHAT, FIELD, ROOT, STORED

LOST = (OSError, TimeoutError, AssertionError, Exception)


class ReturningTab(WhimsyTab):
    """One tab. `lines`: what it was shown of its room, by seq; `pending`: said and not seen accepted.

    `away`: whether it was told that its partner is away; `comebacks`: the seconds of each of its returns.
    """

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.lines: dict[int, str] = {}
        self.pending: dict[str, str] = {}
        self.accepted: dict[str, int] = {}
        self.away = False
        self.comebacks: list[float] = []
        self._count = 0
        self._closing = False
        self._returning: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Load the page."""
        await self._connect()
        await self.until("idle")

    async def say(self, text: str) -> None:
        """Say it, and again after a return until it was accepted."""
        self._count += 1
        nonce = f"n{self._count}"
        self.pending[nonce] = text
        await self._post(nonce)

    async def close(self) -> None:
        self._closing = True
        if self._returning:
            self._returning.cancel()
        await self.link.close()

    async def _post(self, nonce: str) -> None:
        with contextlib.suppress(Exception):  # the socket is just going: it is said again
            await self.post(nonce, self.pending[nonce])

    async def _connect(self) -> None:
        stored = {f"{CHAT}.{name}{FIELD}": self.vars[name] for name in STORED if self.vars.get(name)}
        self.link = Link(self._take)
        await self.link.open(
            f"{self._address.replace('http', 'ws')}/_event/?token={self._token}",
            {
                "/_event": {"event": self._event(f"{ROOT}.hydrate_and_load", {"vars": stored})},
                "/whimsy": None,
            },
            self._address,
        )
        self.link._reading.add_done_callback(self._lost)

    def _lost(self, _reading: asyncio.Task[None]) -> None:
        self._go_back(0)

    def _go_back(self, after: float) -> None:
        if not self._closing and (self._returning is None or self._returning.done()):
            self._returning = asyncio.create_task(self._return(after))

    async def _return(self, after: float) -> None:
        await asyncio.sleep(after)
        begun, pause = time.monotonic(), 0.2
        while True:
            with contextlib.suppress(*LOST):
                await self.link.cut()
                self.become("away", self.room)
                await self._connect()
                async with asyncio.timeout(20):
                    await self._arrived()
                break
            await asyncio.sleep(pause * (0.5 + random.random()))
            pause = min(5, pause * 1.6)
        self.comebacks.append(time.monotonic() - begun)
        for nonce in list(self.pending):
            await self._post(nonce)

    async def _arrived(self) -> None:
        """Until it is shown where it is; raises OSError where the new connection is lost before that."""
        while self.phase in ("away", "loading"):
            if self.link.lost:
                raise OSError
            await asyncio.sleep(0.01)

    def _take(self, namespace: str, event: list[Any], now: float) -> None:
        if event[0] == "come_back":
            self._go_back(event[1] / 1000)
            return
        super()._take(namespace, event, now)
        if event[0] != "event":
            return
        update = json.loads(event[-1]) if isinstance(event[-1], str) else event[-1]
        shown = update.get("delta", {}).get(CHAT, {}).get(f"lines{FIELD}")
        for line in shown["lines"] if shown and shown["room"] else ():
            if line["kind"] == "system":
                self.away = self.away or (line["code"] == "away" and not line.get("mine"))
                continue
            self.lines[line["seq"]] = line["text"]
            if line.get("mine") and (text := self.pending.pop(line["nonce"], None)):
                self.accepted[text] = line["seq"]
