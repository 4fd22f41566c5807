"""Whether single keys press buttons, which each moderator chooses and their browser keeps."""

import reflex as rx


class KeyState(rx.State):
    """No substate of the desk, as it is not secret and outlives a session."""

    on: rx.Field[str] = rx.field(rx.LocalStorage("yes", name="whimsyDeskKeys"))

    @rx.event
    def toggle(self) -> None:
        self.on = "no" if self.on == "yes" else "yes"
