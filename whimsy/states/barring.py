"""What keeps a visitor from chatting: told for as long as it lasts, and gone when it has ended."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import reflex as rx

from whimsy.errors import Unavailable
from whimsy.moderation.standing import Standing

_LOOK_EVERY = 5.0
"""In seconds. One round trip for each who is barred: they are few, and an appeal granted is seen at once."""


class Barring(rx.State, mixin=True):
    """The part of ChatState that says how the visitor stands; `barring` is "" while nothing bars them.

    barring: all of it in one sentence, to be heard once. barred: the same in parts, as the card shows it.
    """

    barring: str = ""
    barred: dict[str, Any] = {"title": "", "reason": "", "ends": "", "appeal": False}
    _barred_by: tuple[int, int] = (0, 0)

    @rx.event(background=True)
    async def stand_by(self):
        """Look again while it lasts: nothing tells a tab that a sanction ended or was lifted."""
        async with self:
            engine, me = self._engine, self.page.attached
        if me is None or me.standing_by:
            return
        me.standing_by = True
        try:
            while self.barring and not me.gone:
                await asyncio.sleep(_LOOK_EVERY)
                with suppress(Unavailable):
                    standing = await me.standing(engine)
                    async with self:
                        if self.barring and not standing.barred:
                            self.page.tell("You can chat again.", tone="good")
                        self._bar(standing)
        finally:
            me.standing_by = False

    # --- what no browser can call

    def _bar(self, standing: Standing) -> None:
        """Show the card, or take it away."""
        by = (standing.sanction, standing.until_ms) if standing.barred else (0, 0)
        if by != self._barred_by:
            # Said once: the words of when it ends change by the minute, which the card alone follows.
            self._barred_by, self.barring = by, standing.sentence if standing.barred else ""
        if (card := standing.card) != self.barred:
            self.barred = card
