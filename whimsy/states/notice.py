"""A sentence from the server on a page."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx


@dataclass(frozen=True)
class Notice:
    """What is said, "" for nothing; id: another for each, so that one said twice is seen twice."""

    id: int = 0
    text: str = ""
    tone: str = ""


class Noticing(rx.State, mixin=True):
    """A state whose page shows notices."""

    notice: rx.Field[Notice] = rx.field(default_factory=Notice)

    @rx.event
    def dismiss_notice(self) -> None:
        """It has been read."""
        self.notice = Notice(self.notice.id)

    def _tell(self, sentence: str, tone: str = "error") -> None:
        """Say a sentence; "" takes away what was said."""
        self.notice = Notice(self.notice.id + 1, sentence, tone)
