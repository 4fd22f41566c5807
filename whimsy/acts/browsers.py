"""What the acts need of the pages at the other end: `states` offers it with Reflex, a test without."""

from __future__ import annotations

from typing import Any, Protocol

from whimsy.acts.attachment import Attachment, Socket


class Browsers(Protocol):
    """The pages of this process."""

    def socket(self, token: str, sid: str) -> Socket:
        """The socket that Reflex knows by these."""

    def has(self, token: str, sid: str) -> bool:
        """Whether this is still the socket of `token`, be it a visitor's or the desk's."""

    def forget(self, token: str) -> None:
        """Drop what is kept of a page that did not come back: it holds what was said, and memory."""

    async def show(self, me: Attachment) -> None:
        """Take in what the mailbox holds (`take_in`) and show it, in one change; raises Unavailable."""

    async def show_typing(self, me: Attachment) -> None:
        """The partner pressed a key for the `me.typed`-th time."""

    async def signal(self, me: Attachment, wire: dict[str, Any]) -> None:
        """Hand over what the partner's browser said about the call."""

    async def show_all(self, name: str, value: int | bool) -> None:
        """Show "count" (visitors online) or "away" (the store) on every page."""
