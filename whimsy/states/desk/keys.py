"""Whether single keys act, which each moderator chooses, and their browser remembers."""

import reflex as rx


class KeyState(rx.State):
    """It is no substate of the desk, as it tells nothing and outlives a session."""

    on: rx.Field[str] = rx.field(rx.LocalStorage("yes", name="whimsyDeskKeys"))

    @rx.event
    def toggle(self) -> None:
        """The moderator wants single keys, or no longer."""
        self.on = "no" if self.on == "yes" else "yes"
