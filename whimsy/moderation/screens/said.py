"""A message and its context: all that a screen may look at."""

from dataclasses import dataclass, field

from whimsy.moderation.screens.folding import Folded, fold


@dataclass(frozen=True, slots=True)
class Said:
    """One parsed text that is about to be posted.

    visitor: the sender; room: where; age_ms: how long the room has been open; mine, theirs: messages so far
    of the sender and of the other side; address: the key of the sender's address, "" if unknown; links:
    whether the desk's switch allows links.
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
    """The text as a person reads it, made once for all screens."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "folded", fold(self.text))
