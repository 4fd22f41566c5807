"""The deployer's contact, as the page at /contact shows it."""

import reflex as rx

from whimsy.settings import settings


class SiteState(rx.State):
    """contact: a link; shown: its text. They are vars, as one build serves every deployer."""

    contact: rx.Field[str] = rx.field("")
    shown: rx.Field[str] = rx.field("")

    @rx.event
    def introduce(self) -> None:
        self.contact = settings().contact
        self.shown = self.contact.removeprefix("mailto:").removeprefix("https://")
