"""A sentence from the server that a page shows for a while."""

from dataclasses import dataclass

import reflex as rx


@dataclass(frozen=True)
class Notice:
    """sentence: "" for none; id: new for each, so that one said twice is shown twice."""

    id: int = 0
    text: str = ""
    tone: str = ""


class Noticing(rx.State, mixin=True):
    """A state whose page shows notices."""

    notice: rx.Field[Notice] = rx.field(default_factory=Notice)

    @rx.event
    def dismiss_notice(self) -> None:
        """Take the notice away, as it was read."""
        self.notice = Notice(self.notice.id)

    def _tell(self, sentence: str, tone: str = "error") -> None:
        """Say a sentence; "" takes away what was said."""
        self.notice = Notice(self.notice.id + 1, sentence, tone)
