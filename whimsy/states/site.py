"""What a deployer tells about themselves."""

import reflex as rx

from whimsy.settings import settings


class SiteState(rx.State):
    """How to reach whoever runs this. It is a var, as one build serves every deployer."""

    contact: rx.Field[str] = rx.field("")
    shown: rx.Field[str] = rx.field("")

    @rx.event
    def introduce(self) -> None:
        """The page that shows it was opened."""
        self.contact = settings().contact
        self.shown = self.contact.removeprefix("mailto:").removeprefix("https://")
