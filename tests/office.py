"""The desk of a served app: its stores at hand to make cases and see what became of them; and pages of it."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Callable
from typing import Any

import pyotp
import socketio

from tests.moderation.house import House
from tests.serving import Served
from tests.town import Town
from whimsy.settings import Settings
from whimsy.states.desk.session import DeskState
from whimsy.stranger.page import FIELD, ROOT
from whimsy.visitors.keyring import signing_keys

PASSWORD = "correct horse battery"
DESK = DeskState.get_full_name()


class Office(House):
    """The house of moderation on the stores of a served app."""

    def __init__(self, served: Served, redis_url: str) -> None:
        settings = Settings(redis_url=redis_url, data_dir=served.data_dir)
        super().__init__(Town(settings), settings, signing_keys(settings))
        self.served = served

    async def open(self) -> Office:
        await self.town.listen_from_now()
        return self

    async def close(self) -> None:
        await super().close()
        await self.town.close()

    async def moderator(self, name: str = "ada") -> pyotp.TOTP:
        """An account, or a new password and second factor for an old one."""
        return pyotp.parse_uri(await self.account(name, PASSWORD))

    async def accused(self, *said: str, words: str = "", reason: Any = None) -> str:
        """A visitor who said something and was reported; returns their id."""
        from whimsy.moderation.report import Reason

        met = await self.strangers()
        while (await met.one.see()).room != met.room:  # somebody of another test was waiting still
            met = await self.strangers()
        for text in said:
            await met.other.say(met.room, text)
        assert await self.reports.file(met.one.place, met.room, reason or Reason.HATE, words)
        await met.one.leave(met.room)
        while met.other.tab.visitor not in [case.target for case in await self.queue.open(500)]:
            await self.reports.flush()  # or the served app does
            await asyncio.sleep(0.02)
        return met.other.tab.visitor


class DeskPage:
    """A page of the desk without a browser: keeps whatever it is sent. Use as a context manager."""

    def __init__(self, office: Office, secret: str = "", token: str = "", path: str = "/desk") -> None:
        self.served, self.address, self.path = office.served, office.served.address, path
        self.token = token or str(uuid.uuid4())
        self.shown: dict[str, dict[str, Any]] = {}
        self.heard: list[str] = []
        self._secret = secret
        self._client = socketio.AsyncClient(reconnection=False)

    async def __aenter__(self) -> DeskPage:
        self._client.on("event", self._on_event, namespace="/_event")
        held = {f"{DESK}.secret{FIELD}": self._secret} if self._secret else {}
        await self._client.connect(
            f"{self.address}?token={self.token}", namespaces=["/_event"], socketio_path="/_event",
            transports=["websocket"], auth={"event": self._event(f"{ROOT}.hydrate_and_load", {"vars": held})},
        )  # fmt: skip
        await self.until(lambda: self["ready"] and (self["who"] or not self._secret or self["notice"]["id"]))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.disconnect()

    def __getitem__(self, name: str) -> Any:
        """A var of the desk, whichever of its states has it."""
        return next(
            (of[name] for state, of in self.shown.items() if state.startswith(DESK) and name in of), None
        )

    def of(self, state: type, name: str) -> Any:
        """A var of one state."""
        return self.shown.get(state.get_full_name(), {}).get(name)

    @property
    def told(self) -> str:
        """The sentence shown last."""
        return self["notice"]["text"]

    async def do(self, state: type, handler: str, **payload: Any) -> None:
        await self._client.emit(
            "event", self._event(f"{state.get_full_name()}.{handler}", payload), namespace="/_event"
        )

    async def until(self, seen: Callable[[], Any], seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while not seen():
            assert time.monotonic() < end, self.shown
            await asyncio.sleep(0.01)

    def _event(self, name: str, payload: dict[str, Any]) -> dict[str, Any]:
        router = {"pathname": self.path, "asPath": self.path, "query": {}}
        return {"name": name, "payload": payload, "router_data": router}

    def _on_event(self, update: Any) -> None:
        update = json.loads(update) if isinstance(update, str) else update
        self.heard.append(json.dumps(update))
        for state, values in (update.get("delta") or {}).items():
            for field, value in values.items():
                self.shown.setdefault(state, {})[field.removesuffix(FIELD)] = value
