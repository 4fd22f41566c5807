"""Whether one key acts at once: each moderator's own choice, remembered by their browser."""

from __future__ import annotations

import reflex as rx


class KeyState(rx.State):
    """No substate of the desk: it says nothing, and outlives a session."""

    on: rx.Field[str] = rx.field(rx.LocalStorage("yes", name="whimsyDeskKeys"))

    @rx.event
    def toggle(self) -> None:
        """The moderator wants single keys, or no longer."""
        self.on = "no" if self.on == "yes" else "yes"
