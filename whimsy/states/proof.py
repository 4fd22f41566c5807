"""The small task a browser is given when the visitor's behaviour asks for it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from whimsy.errors import NeedsProof
from whimsy.states.delivery import delivery
from whimsy.visitors.identity import VisitorId


class ProofState(rx.State):
    """The task under way: ALTCHA's challenge, empty when none is."""

    challenge: dict[str, Any] = {}

    @rx.event
    def give_up(self):
        """The visitor does not want to wait for it."""
        self._forget()

    async def _ask(self, visitor: VisitorId, address: str = "") -> None:
        """Give the browser a task."""
        self.challenge = await delivery().engine.proofs.challenge(visitor, address)

    async def _accept(self, visitor: VisitorId, payload: object, address: str = "") -> bool:
        """Take what it found; whether that counts. If not, because it took too long, there is another one."""
        if not self.challenge:
            return False  # given up, or never asked
        try:
            await delivery().engine.proofs.accept(visitor, payload, address)
        except NeedsProof:
            await self._ask(visitor, address)
            return False
        self._forget()
        return True

    def _forget(self) -> None:
        if self.challenge:
            self.challenge = {}
