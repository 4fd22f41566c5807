"""A notice: a sentence from the server that a page shows for some seconds."""

from dataclasses import dataclass

import reflex as rx


@dataclass(frozen=True)
class Notice:
    """text: "" for none; tone: error, good or care; id: counts them, so that a repeated text shows again."""

    id: int = 0
    text: str = ""
    tone: str = ""


class Noticing(rx.State, mixin=True):
    """A state whose page shows notices."""

    notice: rx.Field[Notice] = rx.field(default_factory=Notice)

    @rx.event
    def dismiss_notice(self) -> None:
        """Remove the notice, as the visitor closed it."""
        self.notice = Notice(self.notice.id)

    def _tell(self, sentence: str, tone: str = "error") -> None:
        """Show a sentence; "" removes the one shown."""
        self.notice = Notice(self.notice.id + 1, sentence, tone)
