"""A page that writes down what it does and sees."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from typing import Any

from tests.history.history import History
from whimsy.stranger.page import CHAT, FIELD, Page

_numbers = itertools.count(1)
_SHOWN = ("phase", "room", "partner_away")


class Recorded(Page):
    """A `Page` whose acts, their outcomes and whose view go to `history`.

    A text is known there by its first word only. What bypasses the methods of `Page` is not recorded.
    """

    def __init__(self, address: str, history: History, local: dict[str, str] | None = None) -> None:
        self.history = history
        super().__init__(address, local)
        self.name = f"p{next(_numbers)}"
        self._pending: dict[int, tuple[str, dict[str, Any]]] = {}
        self._here = False
        self._shown: tuple[Any, ...] = ()
        self._lines: dict[int, list[Any]] = {}
        self._room = ""
        self._typed = 0

    # --- acts

    async def open(self) -> Page:
        self._went()
        op = self._invoke("open")
        try:
            await super().open()
        except BaseException:
            self._end(op, "unknown")
            raise
        assert self.client
        self.client.on("disconnect", self._went, namespace="/_event")
        self._end(op, "ok")
        if not self.connected:
            self._went()
        return self

    async def close(self) -> None:
        self._invoke("close")
        await super().close()
        self._went()

    async def drop(self) -> None:
        await super().drop()
        self._went()

    async def do(self, handler: str, **payload: Any) -> None:
        facts = {name: payload[name] for name in ("room",) if name in payload}
        if handler in ("start", "next"):
            facts.update(
                wishes=bool(self.vars.get("interests") or self.vars.get("language")),
                mode=self.vars.get("mode"),
            )
        self._invoke(handler, **facts)
        await super().do(handler, **payload)

    async def post(self, room: Any, nonce: Any, text: Any, *to: Any) -> None:
        self._invoke("post", room=room, nonce=nonce, mark=_mark(text))
        await super().post(room, nonce, text, *to)

    async def type(self) -> None:
        self._invoke("type", room=self.room)
        await super().type()

    async def send(self, signal: Any) -> str:
        op = self._invoke("signal", sign=_sign(signal) if isinstance(signal, dict) else [])
        answer = await super().send(signal)
        self._end(op, "ok" if answer == "ok" else "fail")
        return answer

    # --- what comes of them, and what is seen

    @property
    def on_signal(self) -> Callable[[dict[str, Any]], None]:  # type: ignore[override]
        return self._hear

    @on_signal.setter
    def on_signal(self, then: Callable[[dict[str, Any]], None]) -> None:
        def hear(signal: dict[str, Any]) -> None:
            self._note("heard", kind="signal", sign=_sign(signal))
            then(signal)

        self._hear = hear

    def _on_event(self, update: Any) -> None:
        if isinstance(update, str):
            update = json.loads(update)
        super()._on_event(update)
        if "room" not in self.vars:
            return  # the last words of the socket before: a page that loads is sent everything
        delta = {n.removesuffix(FIELD): v for n, v in ((update.get("delta") or {}).get(CHAT) or {}).items()}
        if (shown := tuple(self.vars.get(name) for name in _SHOWN)) != self._shown and shown[0]:
            self._shown, self._here = shown, True
            self._note("shows", phase=shown[0], room=shown[1] or "", away=bool(shown[2]))
        if "lines" in delta:
            self._read(delta["lines"])
        if delta.get("typing", 0) > self._typed:
            self._note("heard", kind="typing")
        self._typed = delta.get("typing", self._typed)
        self._judge((delta.get("refused") or {}).get("nonce"))

    def _read(self, window: dict[str, Any]) -> None:
        if not window["room"]:
            return
        lines = {line["seq"]: _brief(line) for line in window["lines"]}
        if window["full"] or window["room"] != self._room:
            self._lines, self._room = {}, window["room"]
        news = [line for seq, line in lines.items() if self._lines.get(seq) != line]
        self._lines.update(lines)
        if news or window["full"]:
            self._note("lines", room=window["room"], full=window["full"], lines=news)

    def _judge(self, refused: str | None) -> None:
        if not self._pending:
            return
        mine = {line[4] for line in self._lines.values() if line[5]}
        for op, (act, facts) in list(self._pending.items()):
            if act == "post":
                if facts["nonce"] in mine:
                    self._end(op, "ok")
                elif facts["nonce"] == refused:
                    self._end(op, "fail")
            elif _happened(act, facts.get("room"), self.phase, self.room):
                self._end(op, "ok")

    def _went(self, *_: Any) -> None:
        if not self._here:
            return
        self._here = False
        self._note("gone")
        self._shown, self._lines, self._typed = (), {}, 0
        for op in list(self._pending):
            self._end(op, "unknown")

    def _invoke(self, act: str, **facts: Any) -> int:
        op = self.history.number()
        if act in _TRACKED:
            self._pending[op] = (act, facts)
        self._note("invoke", op, act=act, **facts)
        return op

    def _end(self, op: int, outcome: str) -> None:
        if self._pending.pop(op, None):
            self._note(outcome, op)

    def _note(self, what: str, op: int = 0, **facts: Any) -> None:
        tab = self.history.name("t", self.session.get("tab_secret"))
        visitor = self.history.name("v", self.local.get("visitor_token"))
        self.history.add(what, self.name, tab, visitor, op, **facts)


_TRACKED = ("open", "start", "next", "cancel", "leave", "home", "post", "signal")


def _sign(signal: dict[str, Any]) -> list[Any]:
    return [signal.get(name) for name in ("room", "call", "seq", "kind")]


def _mark(text: object) -> str:
    return (str(text).split() or [""])[0][:40]


def _brief(line: dict[str, Any]) -> list[Any]:
    """[seq, kind, code, mark, nonce, mine, at]: a line as the log keeps it."""
    return [
        line["seq"],
        line["kind"],
        line.get("code", ""),
        _mark(line.get("text", "")),
        line.get("nonce", ""),
        line.get("mine", False),
        line["at"],
    ]


def _happened(act: str, aimed: str | None, phase: str | None, room: str) -> bool:
    match act:
        case "start":
            return phase in ("searching", "chatting")
        case "next":
            return phase in ("searching", "chatting", "ended") and room != aimed
        case "leave":
            return phase == "ended" or room != aimed
        case "cancel" | "home":
            return phase == "idle"
    return False
