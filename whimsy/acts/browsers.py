"""How the acts reach the pages: `states` implements it with Reflex, a test without."""

from typing import Any, Literal, Protocol

from whimsy.acts.attachment import Attachment, Socket
from whimsy.acts.view import Window


class Browsers(Protocol):
    def socket(self, token: str, sid: str) -> Socket: ...

    def has(self, token: str, sid: str) -> bool:
        """Whether `sid` is still the socket of `token`, be it a visitor's or the desk's."""

    def forget(self, token: str) -> None:
        """Drop the states of a page that did not come back: they take memory, and hold what was said."""

    async def show(self, me: Attachment) -> None:
        """Let the page take in its mailbox (`take_in`) and show it in one change; raises Unavailable."""

    def show_line(self, me: Attachment, lines: Window, *, tell: bool) -> bool:
        """Change only the lines of a page, at once; returns False if something else is changing it.

        tell: whether the page is to be told, or knows it already.
        """

    async def show_typing(self, me: Attachment) -> None:
        """Show that the partner pressed a key, for the `me.typed`-th time."""

    async def tell(self, me: Attachment, event: Literal["signal", "caption"], said: dict[str, Any]) -> None:
        """Hand what the partner's browser said of the call over to the page."""

    async def show_all(self, name: str, value: object) -> None:
        """Show "count" (visitors online), "prospects", "opening" or "away" (the store) on every page."""
