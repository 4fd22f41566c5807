"""Appeals that wait for an answer, and the answer."""

from __future__ import annotations

from typing import Any

import reflex as rx

from whimsy import errors
from whimsy.moderation.appeals import Appeal
from whimsy.moderation.clock import in_words, now_ms
from whimsy.moderation.sanction import Sanction
from whimsy.states.desk.paper import parse_id, parse_why, shown_sanction
from whimsy.states.desk.session import DeskState

Waiting = tuple[Appeal, Sanction | None]
VERDICTS = ("", "accept", "decline")


class AnswerState(DeskState):
    """The appeals, oldest first. answering: the one whose answer is being written; verdict: which answer."""

    appeals: list[dict[str, Any]] = []
    answering: int = 0
    verdict: str = ""

    @rx.event
    async def consider(self, appeal, verdict):
        """Begin to accept an appeal or to decline it, or give up (0)."""
        async with self._refusals():
            await self._who()
            if verdict not in VERDICTS:
                raise errors.Malformed
            self.answering, self.verdict = parse_id(appeal), verdict

    @rx.event
    async def answer(self, appeal, form):
        """Accept the appeal, which lifts its sanction, or let the sanction stand: as was begun."""
        async with self._refusals():
            who = await self._who()
            moderation, named, grant = (
                self._engine.moderation,
                parse_id(appeal),
                self.verdict == "accept",
            )
            if not named or named != self.answering:
                return  # pressed twice
            why = parse_why(form, needed=False)
            try:
                await moderation.decisions.answer(who, named, why, grant=grant)
                self._tell("Accepted: the sanction is lifted." if grant else "Declined.", tone="good")
            except errors.CaseChanged:
                self._tell("Somebody else has answered this one.")
            self.answering, self.verdict = 0, ""
            self._list(await moderation.appeals.waiting())

    def _list(self, waiting: list[Waiting]) -> None:
        now = now_ms()
        self.appeals = [
            {
                "id": appeal.id or 0,
                "visitor": appeal.visitor,
                "short": appeal.visitor[:8],
                "text": appeal.text,
                "waited": in_words(now - appeal.filed_ms),
                "about": shown_sanction(sanction, now) if sanction else {"line": "of a sanction long over"},
            }
            for appeal, sanction in waiting
        ]
