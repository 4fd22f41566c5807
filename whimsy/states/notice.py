"""A sentence from the server on a page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Notice:
    """What is said, "" for nothing; id: another for each, so that one said twice is seen twice."""

    id: int = 0
    text: str = ""
    tone: str = ""

    def then(self, text: str, tone: str) -> Notice:
        """The one after this."""
        return Notice(self.id + 1, text, tone)

    def read(self) -> Notice:
        """The same, once it has been read."""
        return Notice(self.id, "", self.tone)
