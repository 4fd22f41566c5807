"""A simulated tab, as the load sees it: it starts, is paired, says and hears. What is behind it, it knows."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Callable
from typing import Any

from tests.load.link import Link
from whimsy.stranger.page import CHAT, DOOR, FIELD, ROOT, WISHES
from whimsy.stranger.posted import outcome

_SECONDS = 20


class Tab:
    """What any contender's tab can do. `heard(text, moment)` is called once for each text of the partner."""

    link: Link

    def __init__(self) -> None:
        self.phase = "loading"
        self.told: object = ""
        self.room = ""
        self.since = 0.0
        self.heard: Callable[[str, float], None] = lambda _text, _now: None
        self._changed = asyncio.Event()

    async def open(self) -> None:
        """Load the page."""
        raise NotImplementedError

    async def start(self) -> None:
        """Click: find me somebody."""
        raise NotImplementedError

    async def say(self, text: str) -> None:
        """Send one text to the partner."""
        raise NotImplementedError

    async def close(self) -> None:
        """Close the tab."""
        await self.link.close()

    def become(self, phase: str, room: str, now: float | None = None) -> None:
        """The page shows another phase since `now`."""
        self.phase, self.room, self.since = phase, room, now or time.monotonic()
        self._changed.set()

    async def until(self, phase: str) -> float:
        """Wait for a phase; returns the moment it was there, not the moment somebody looked."""
        try:
            async with asyncio.timeout(_SECONDS):
                while self.phase != phase:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(
                f"waited {_SECONDS} s for {phase!r}, still {self.phase!r}; told {self.told!r}"
            ) from None
        return self.since


class WhimsyTab(Tab):
    """A tab of the served app: Reflex's wire, and our own namespace as every page joins it."""

    def __init__(self, address: str, source: tuple[str, int] | None = None) -> None:
        super().__init__()
        self._address = address
        self._source = source
        self.vars: dict[str, Any] = {}
        self._token = str(uuid.uuid4())
        self._seen: set[int] = set()
        self._sent = 0
        self._door_pass = ""
        self.link = Link(self._take)

    async def open(self) -> None:
        hydrate = self._event(f"{ROOT}.hydrate_and_load", {"vars": {}})
        await self.link.open(
            f"{self._address.replace('http', 'ws')}/_event/?token={self._token}",
            {"/_event": {"event": hydrate}, "/whimsy": None},
            self._address,
            self._source,
        )
        await self.until("idle")

    async def start(self) -> None:
        if self._door_pass:
            await self.do("start")
        else:
            await self.do("agree", claim="declared")

    async def say(self, text: str) -> None:
        self._sent += 1
        await self.post(f"n{self._sent}", text)

    async def post(self, nonce: str, text: str) -> None:
        """Post as the composer does."""
        said = (self.room, nonce, text)
        await self.link.ask("/whimsy", lambda answer: self._answered(said, answer), "post", said)

    def _answered(self, said: tuple[str, str, str], answer: dict[str, Any]) -> None:
        came = {f"{name}{FIELD}": value for name, value in outcome(*said, answer, self.room).items()}
        self._take("/_event", ["event", {"delta": {CHAT: came}}], time.monotonic())

    async def do(self, handler: str, **payload: Any) -> None:
        """Send any event of ChatState."""
        await self._send(f"{CHAT}.{handler}", payload)

    async def wish(self, interests: str) -> None:
        """Add interests, separated by commas."""
        await self._send(f"{WISHES}.add_interests", {"text": interests})

    async def _send(self, name: str, payload: dict[str, Any]) -> None:
        await self.link.emit("/_event", "event", self._event(name, payload))

    def _event(self, name: str, payload: dict[str, Any]) -> dict[str, Any]:
        return {
            "name": name,
            "payload": payload,
            "router_data": {"pathname": "/", "asPath": "/", "query": {}},
        }

    def _take(self, _namespace: str, event: list, now: float) -> None:
        kind, update = event[0], event[-1]
        if kind == "new_token":
            self._token = update
        if kind != "event":
            return
        if isinstance(update, str):
            update = json.loads(update)
        states = update.get("delta", {})
        self._door_pass = states.get(DOOR, {}).get(f"door_pass{FIELD}", self._door_pass)
        delta = {name.removesuffix(FIELD): value for name, value in states.get(CHAT, {}).items()}
        self.vars.update(delta)
        self.told = self.vars.get("notice", "")
        phase, room = delta.get("phase", self.phase), delta.get("room", self.room)
        if room != self.room:
            self._seen.clear()
        if (phase, room) != (self.phase, self.room):
            self.become(phase, room, now)
        for line in delta.get("lines", {}).get("lines", ()):
            # A window repeats the lines before it: each counts once, when it is first shown. The answer to
            # a post may come before the partner's line that was just before it.
            if line["seq"] not in self._seen:
                self._seen.add(line["seq"])
                if line["kind"] == "text" and not line.get("mine"):
                    self.heard(line["text"], now)
