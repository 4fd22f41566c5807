"""A page without a browser: speaks Reflex's protocol, keeps the storages, merges deltas into vars."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import socketio
from socketio.exceptions import SocketIOError

from whimsy.chance import between
from whimsy.seam.client import cut, let_go
from whimsy.seam.wire import EVENT, FIELD, NAMESPACE, ROOT
from whimsy.stranger.posted import outcome

CHAT = f"{ROOT}.whimsy___states___chat____chat_state"
ONLINE = f"{ROOT}.whimsy___states___online____online_state"
CALL = f"{ROOT}.whimsy___states___call____call_state"
DOOR = f"{ROOT}.whimsy___states___door____door_state"
WISHES = f"{ROOT}.whimsy___states___wishes____wish_state"
STORED = {
    "visitor_token": "local",
    "tab_secret": "session",
    "talking": "session",
    "remembered": "local",
    "door_pass": "local",
    "invitation": "session",
    "halves": "local",
    "half": "session",
    "question": "session",
}
LOST = (SocketIOError, OSError, AssertionError, TimeoutError)
"""What the methods of a page raise when the server is away."""

_PAUSES = (0.2, 5.0)
"""Seconds between attempts to reconnect: the first pause, the longest."""
_HOME = {"door_pass": DOOR} | dict.fromkeys(("remembered", "invitation", "half", "question"), WISHES)
_LINE = {"mine": False, "by": 0, "text": "", "nonce": "", "code": "", "shared": [], "reason": "", "rest": 0}
"""What a line has that says nothing of it."""


class Page:
    """One tab. local, session: what the browser's storages keep; pages of one browser share `local`.

    surprises: events that the server sent to the page, of which there should be none; comebacks: the seconds
    that each reconnect took.
    """

    def __init__(self, address: str, local: dict[str, str] | None = None) -> None:
        self.address = address
        self.origin = "{0.scheme}://{0.netloc}".format(urlsplit(address))
        self.local = {} if local is None else local
        self.session: dict[str, str] = {}
        self.token = str(uuid.uuid4())
        self.vars: dict[str, Any] = {}
        self.online = 0
        self.away = False
        self.transcript: dict[int, dict[str, Any]] = {}
        self.received_bytes = 0
        self.surprises: list[str] = []
        self.signals: list[dict[str, Any]] = []
        self.on_signal: Callable[[dict[str, Any]], None] = self.signals.append
        self.client: socketio.AsyncClient | None = None
        self.comebacks: list[float] = []
        self._kept = False
        self._arrived = False
        self._returning: asyncio.Task[None] | None = None

    async def open(self) -> Page:
        """Load the page: connect, and wait until the server knows whose it is."""
        self.stay_away()
        self.vars, self.transcript = {}, {}
        await self._connect()
        return self

    def keep_open(self) -> Page:
        """Reconnect from now on as a browser does: at once, then after growing random pauses."""
        self._kept = True
        return self

    def stay_away(self) -> None:
        """Stop reconnecting."""
        returning, self._returning = self._returning, None
        if returning and returning is not asyncio.current_task():
            returning.cancel()

    @property
    def returning(self) -> bool:
        """Whether the page is reconnecting, or about to."""
        return self._returning is not None and not self._returning.done()

    async def _connect(self) -> None:
        self._arrived = False
        await self.drop()
        # The client's own handler of Ctrl-C would cancel the disconnect.
        self.client = socketio.AsyncClient(reconnection=False, handle_sigint=False)
        self.client.on(EVENT, self._on_event, namespace=NAMESPACE)
        self.client.on("signal", lambda signal: self.on_signal(signal), namespace="/whimsy")
        self.client.on("new_token", self._on_new_token, namespace=NAMESPACE)
        self.client.on("come_back", self._on_come_back, namespace="/whimsy")
        self.client.on("disconnect", self._on_disconnect, namespace="/whimsy")
        stored = {
            f"{_HOME.get(name, CHAT)}.{name}{FIELD}": store[name]
            for name, kind in STORED.items()
            if (store := self.local if kind == "local" else self.session).get(name)
        }
        await self.client.connect(
            f"{self.address}?token={self.token}",
            namespaces=[NAMESPACE, "/whimsy"],
            socketio_path=NAMESPACE,
            transports=["websocket"],
            wait_timeout=3,  # a busy server answers late
            headers={"Origin": self.origin},
            auth={"event": self._event(f"{ROOT}.hydrate_and_load", {"vars": stored})},
        )
        await self.until(lambda: self._arrived, "to arrive")

    async def close(self) -> None:
        """Close the tab. Unlike a lost network, that tells the server so."""
        assert self.client
        self.stay_away()
        await self.client.disconnect()

    @property
    def connected(self) -> bool:
        return self.client is not None and self.client.connected

    async def drop(self) -> None:
        """Release the socket, or what an attempt to open one left behind."""
        if self.client is not None:
            await let_go(self.client)

    async def refresh(self) -> Page:
        await self.close()
        return await self.open()

    # --- what the visitor does

    async def do(self, handler: str, /, **payload: Any) -> None:
        """Send an event to the state that has this handler."""
        assert self.client
        if handler == "start" and (self.vars.get("asking") or not self.vars.get("door_pass")):
            handler, payload = "agree", {"claim": "declared"}
        state = CHAT
        if handler.endswith(("_video", "_call", "_direct")):
            state = CALL
        elif handler.startswith(("add_", "remove_", "choose_")):
            state = WISHES
        await self.do_as(state, handler, **payload)

    async def do_as(self, state: str, handler: str, /, **payload: Any) -> None:
        """Send an event to a state by its full name."""
        assert self.client
        await self.client.emit(EVENT, self._event(f"{state}.{handler}", payload), namespace=NAMESPACE)

    async def say(self, text: str, nonce: str | None = None, *to: int) -> str:
        """Post a message, perhaps in answer to another; returns its nonce."""
        nonce = nonce or uuid.uuid4().hex
        await self.post(self.room, nonce, text, *to)
        return nonce

    async def post(self, room: object, nonce: object, text: object, *to: object) -> None:
        """Post as the composer does; what comes of it is in `transcript`, or in `vars["refused"]`."""
        assert self.client

        def answered(answer: dict[str, Any] | None = None) -> None:
            if came := outcome(room, nonce, text, answer or {}, self.room):
                self._on_event({"delta": {CHAT: {name + FIELD: value for name, value in came.items()}}})

        await self.client.emit("post", [room, nonce, text, *to], namespace="/whimsy", callback=answered)

    async def act(self, event: str, *said: object) -> dict[str, Any]:
        """React to a message or ask for a topic, in the present room; returns the server's answer."""
        assert self.client
        answer: dict[str, Any] = await self.client.call(event, [self.room, *said], namespace="/whimsy")
        return answer

    async def type(self) -> None:
        """Signal that the visitor is typing."""
        assert self.client
        await self.client.emit("typing", self.room, namespace="/whimsy")

    async def signal(self, kind: str, seq: int, **body: Any) -> str:
        """Send a signal of the present call; returns the server's answer."""
        call = self.vars["call"]["n"]
        return await self.send({"room": self.room, "call": call, "seq": seq, "kind": kind, "body": body})

    async def send(self, signal: Any) -> str:
        """Send a whole signal, of any form; returns the server's answer."""
        assert self.client
        return str(await self.client.call("signal", signal, namespace="/whimsy"))

    # --- what the visitor sees

    @property
    def phase(self) -> str | None:
        return self.vars.get("phase")

    @property
    def room(self) -> str:
        return str(self.vars.get("room", ""))

    @property
    def texts(self) -> list[str]:
        """The messages of the transcript, in order."""
        return [line["text"] for line in self.transcript.values() if line["kind"] == "text"]

    @property
    def codes(self) -> list[str]:
        """The codes of the system lines of the transcript, in order."""
        return [line["code"] for line in self.transcript.values() if line["kind"] == "system"]

    async def until(self, seen: Callable[[], Any], what: str, seconds: float = 20) -> float:
        """Wait until `seen()`; returns the seconds it took. Raises AssertionError, which names `what`."""
        begun = time.monotonic()
        while not seen():
            if time.monotonic() - begun > seconds:
                shown = {k: v for k, v in self.vars.items() if k != "lines"}
                raise AssertionError(f"still waiting {what}; sees {shown}, texts {self.texts[-5:]}")
            await asyncio.sleep(0.005)
        return time.monotonic() - begun

    def _on_come_back(self, after_ms: float) -> None:
        """The process is about to stop, and asks the page to reconnect to another one after `after_ms`."""
        if not self.returning:
            self._returning = asyncio.create_task(self._return(after_ms / 1000))

    def _on_disconnect(self, reason: str) -> None:
        lost = reason != socketio.AsyncClient.reason.CLIENT_DISCONNECT
        if lost and self._kept and not self.returning:
            self._returning = asyncio.create_task(self._return(0))

    async def _return(self, after: float) -> None:
        await asyncio.sleep(after)
        begun, (pause, longest) = time.monotonic(), _PAUSES
        while True:
            with contextlib.suppress(*LOST):
                if self.client and self.client.connected:
                    await cut(self.client)  # not closed, so that the server keeps the place of the tab
                await self._connect()
                self.comebacks.append(time.monotonic() - begun)
                return
            await asyncio.sleep(between(0.5 * pause, 1.5 * pause))
            pause = min(longest, pause * 1.6)

    def _event(self, name: str, payload: dict[str, Any]) -> dict[str, Any]:
        where = {"pathname": "/", "asPath": "/", "query": {}}
        return {"name": name, "payload": payload, "router_data": where}

    def _on_new_token(self, token: str) -> None:
        self.token = token

    def _on_event(self, update: Any) -> None:
        if isinstance(update, str):
            update = json.loads(update)
        self.received_bytes += len(json.dumps(update, separators=(",", ":")))
        delta = update.get("delta") or {}
        # All states come first, as they were. What the arrival changed comes after that.
        as_it_was = f"is_hydrated{FIELD}" in delta.get(ROOT, {})
        self._arrived |= f"lines{FIELD}" in delta.get(CHAT, {}) and not as_it_was
        for state, values in delta.items():
            for field, value in values.items():
                self._take(state, field.removesuffix(FIELD), value)
        # Reflex answers an unhandled exception with the event of a toast.
        self.surprises += [event["name"] for event in update.get("events") or []]

    def _take(self, state: str, name: str, value: Any) -> None:
        if state == ONLINE and name == "count":
            self.online = value
        if state == ONLINE and name == "away":
            self.away = value
        if state == CALL and name == "refused":
            self.vars["refused_video"] = value
        if state not in (CHAT, WISHES, DOOR):
            return
        self.vars[name] = value
        if name in STORED:
            (self.local if STORED[name] == "local" else self.session)[name] = value
        if name == "lines":
            if value["room"] != self.vars.get("_room"):
                self.transcript = {}
            self.vars["_room"] = value["room"]
            self._merge(value["lines"], full=value.get("full", False))

    def _merge(self, lines: list[dict[str, Any]], *, full: bool) -> None:
        """Merge a window as the browser does (transcript_core.js): a full one may be older than others."""
        first = lines[0]["seq"] if full and lines else 0  # what came before it is no longer in the store
        kept = {seq: line for seq, line in self.transcript.items() if seq >= first}
        merged = kept | {line["seq"]: {**_LINE, **line} for line in lines}
        self.transcript = dict(sorted(merged.items()))
