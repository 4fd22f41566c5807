"""The door: what a visitor agrees to before the first search, once."""

from __future__ import annotations

import reflex as rx

from whimsy.states.delivery import delivery
from whimsy.visitors.identity import VisitorId


class DoorState(rx.State):
    """Whether the door stands in the way. The pass is signed: a browser cannot write its own."""

    door_pass: str = rx.LocalStorage("", name="whimsyAgreed")

    asking: bool = False
    turned_away: bool = False

    @rx.event
    def step_back(self):
        """The visitor does not want to agree now."""
        self.asking = self.turned_away = False

    async def _agree(self, visitor: VisitorId, claim: object) -> bool:
        """Take the visitor's claim; whether they may come in."""
        made = await delivery().engine.door.admit(visitor, claim)
        self.door_pass = made or self.door_pass
        self.asking, self.turned_away = not made, not made
        return bool(made)

    def _open(self, visitor: VisitorId) -> bool:
        """Whether this visitor may go on; if not, the door asks."""
        if delivery().engine.door.passed(visitor, str(self.door_pass)):
            return True
        self.asking = True
        return False
