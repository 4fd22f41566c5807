"""The door: before the first search the visitor agrees to the rules, once."""

import reflex as rx


class DoorState(rx.State):
    """Whether the page asks to agree. door_pass: a signed proof that the visitor did, kept by the browser."""

    door_pass: str = rx.LocalStorage("", name="whimsyAgreed")

    asking: rx.Field[bool] = rx.field(default=False)
    turned_away: rx.Field[bool] = rx.field(default=False)

    @rx.event
    def step_back(self) -> None:
        """Go back to the start without agreeing."""
        self.asking = self.turned_away = False
