"""The proof of work that a browser has to do, if the visitor's behaviour asks for it."""

from typing import Any

import reflex as rx


class ProofState(rx.State):
    """challenge: ALTCHA's, empty while there is none."""

    challenge: rx.Field[dict[str, Any]] = rx.field(default_factory=dict)

    @rx.event
    def give_up(self) -> None:
        """The visitor does not want to wait for it."""
        if self.challenge:
            self.challenge = {}
