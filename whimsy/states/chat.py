"""A tab's view of its chat (being written)."""

from __future__ import annotations

from typing import Any

import reflex as rx


class ChatState(rx.State):
    """What a tab shows of its search or conversation, and the clicks that change it."""

    visitor_token: str = rx.LocalStorage("", name="whimsyUserId")
    tab_secret: str = rx.SessionStorage("", name="whimsyTab")

    phase: str = "loading"
    mode: str = "text"
    interests: list[str] = []
    language: str = ""
    stage: int = 0
    room: str = ""
    shared: list[str] = []
    partner_away: bool = False
    lines: dict[str, Any] = {"room": "", "n": 0, "lines": []}
    typing: int = 0
    refused: dict[str, str] = {"nonce": "", "sentence": ""}
    notice: dict[str, Any] = {"id": 0, "text": "", "tone": ""}

    @rx.event
    async def arrive(self): ...
    @rx.event
    async def start(self): ...
    @rx.event
    async def cancel(self): ...
    @rx.event
    async def post(self, room, nonce, text): ...
    @rx.event
    async def leave(self, room): ...
    @rx.event
    async def next(self, room): ...
    @rx.event
    async def home(self, room): ...
    @rx.event
    async def take_here(self): ...
    @rx.event
    async def resync(self): ...
    @rx.event
    def add_interests(self, text): ...
    @rx.event
    def remove_interest(self, tag): ...
    @rx.event
    def choose_language(self, code): ...
    @rx.event
    def choose_mode(self, mode): ...
    @rx.event
    def dismiss_notice(self): ...
