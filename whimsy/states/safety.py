"""Block and report: aimed at a room, open or lately over; whom it means the server finds out itself."""

from __future__ import annotations

from typing import Any

import reflex as rx

from whimsy import errors
from whimsy.moderation.report import parse_reason
from whimsy.moderation.reports import parse_words
from whimsy.states.chat import ChatState
from whimsy.states.delivery import delivery
from whimsy.storage.keys import parse_room

_THANKS = "Thank you. A person will look at it, and you two will not meet again."
_TWICE = "You have reported this chat already. You two will not meet again."
_BLOCKED = "You two will not meet again."
_TOO_LATE = "That chat is too long ago to be reported."


class SafetyState(rx.State):
    """The sheet with which a visitor blocks or reports; about `room`, closed when that is empty."""

    room: str = ""
    evidence: list[dict[str, Any]] = []
    trouble: str = ""

    @rx.event
    async def consider(self, room):
        """Open the sheet about `room`, with what a report would carry."""
        chat = await self.get_state(ChatState)
        with chat._refusals():
            me, aimed = await chat._me(), parse_room(room)
            try:
                said = await delivery().engine.moderation.reports.evidence(me.place, aimed)
            except errors.NotInRoom:
                chat._tell(_TOO_LATE)
                chat.previous = ""
                return
            self.room = aimed
            self.evidence = [{"mine": line.mine, "text": line.text, "seq": line.seq} for line in said]

    @rx.event
    def close(self):
        """Nothing is to be done after all."""
        self.room, self.evidence, self.trouble = "", [], ""

    @rx.event
    async def block(self):
        """Never meet them again; leaves the room if it is open."""
        await self._act(None)

    @rx.event
    async def report(self, form):
        """Report them for the form's reason, with its words, and block them."""
        await self._act(form if isinstance(form, dict) else {})

    async def _act(self, form: dict[str, Any] | None) -> None:
        chat = await self.get_state(ChatState)
        self.trouble = ""
        try:
            me, room = await chat._me(), parse_room(self.room)
            engine, thanks = delivery().engine, _BLOCKED
            try:
                if form is not None:
                    await engine.budgets.spend("report", me.place.tab.visitor, me.address)
                    reason, words = parse_reason(form.get("reason")), parse_words(form.get("words"))
                    new = await engine.moderation.reports.file(me.place, room, reason, words)
                    thanks = _THANKS if new else _TWICE
                await engine.moderation.blocks.block(me.place, room)
            except errors.NotInRoom:
                thanks = _TOO_LATE
            self.close()
            chat.previous = ""
            chat._tell(thanks, tone="good")
            if me.view.room == room:
                await chat._look_again(me)
        except errors.WhimsyError as error:
            self.trouble = error.sentence  # a notice lies under the sheet
            chat._tell(error.sentence)
