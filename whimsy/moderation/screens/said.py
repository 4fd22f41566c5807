"""A message in its context: all that a screen may look at."""

from __future__ import annotations

from dataclasses import dataclass, field

from whimsy.moderation.screens.folding import Folded, fold


@dataclass(frozen=True, slots=True)
class Said:
    """One parsed text that is about to be posted.

    visitor: who says it; room: where; age_ms: how long the room has been open; mine, theirs: messages
    accepted so far from the sender and from the other side; address: the keyed hash of the sender's
    address, "" if unknown; links: whether links are allowed at all now (the desk's switch).
    """

    text: str = field(repr=False)
    visitor: str
    room: str
    age_ms: int
    mine: int = 0
    theirs: int = 0
    address: str = ""
    links: bool = True
    folded: Folded = field(init=False, repr=False)
    """The text as a person reads it; made once for all screens."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "folded", fold(self.text))
