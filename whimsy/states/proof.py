"""The proof of work that a browser must do where the visitor's behaviour was suspicious."""

from typing import Any

import reflex as rx


class ProofState(rx.State):
    """challenge: as ALTCHA defines it, or empty."""

    challenge: rx.Field[dict[str, Any]] = rx.field(default_factory=dict)

    @rx.event
    def give_up(self) -> None:
        """Cancel the proof, and with it the search."""
        if self.challenge:
            self.challenge = {}
