"""What keeps a visitor from chatting: told for as long as it lasts, and gone when it has ended."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import reflex as rx

from whimsy.errors import Unavailable
from whimsy.states.page import Shown

_LOOK_EVERY = 5.0
"""In seconds. One round trip for each who is barred: they are few, and an appeal granted is seen at once."""


class Barring(Shown, mixin=True):
    """The part of ChatState that follows how the visitor stands."""

    @rx.event(background=True)
    async def stand_by(self) -> None:
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
                        self.page.bar(standing)
        finally:
            me.standing_by = False
