"""The door: what a visitor agrees to before the first search, once."""

import reflex as rx


class DoorState(rx.State):
    """Whether the page asks to agree. The pass is signed, so that no browser can write its own."""

    door_pass: str = rx.LocalStorage("", name="whimsyAgreed")

    asking: rx.Field[bool] = rx.field(default=False)
    turned_away: rx.Field[bool] = rx.field(default=False)

    @rx.event
    def step_back(self) -> None:
        """The visitor does not want to agree now."""
        self.asking = self.turned_away = False
