"""Slurs, sexual solicitation, talk of minors, threats: reviewed lists, matched on whole words after folding.

The lists are `lists/words.*.tsv`, one for each language, and those that `WHIMSY_WORDS` names.
"""

from collections.abc import Iterable
from pathlib import Path

from whimsy.moderation.screens.finding import Action, Finding, Kind, Nudge
from whimsy.moderation.screens.phrases import LISTS, BadList, Phrases
from whimsy.moderation.screens.said import Said

_SENTENCES = {
    Kind.SLUR: "That wasn't sent: it has words that are made to hurt. Say it another way.",
    Kind.SEXUAL: "That wasn't sent: sexual requests to strangers aren't allowed here.",
    Kind.MINOR: "That wasn't sent. Whimsy is for adults, and nothing sexual about minors is allowed here.",
    Kind.THREAT: "That wasn't sent: threats, and telling anyone to hurt themselves, aren't allowed here.",
}
_WEIGHTS = {1: 0.05, 2: 0.15, 3: 0.4}
_REFUSED = 3


class WordScreen:
    """A screen on word lists. Raises BadList for a file that cannot be read."""

    def __init__(self, more: Iterable[Path] = ()) -> None:
        self._phrases = Phrases([*sorted(LISTS.glob("words.*.tsv")), *more])
        if unknown := self._phrases.categories - {*_SENTENCES, "allow"}:
            raise BadList(f"unknown category {min(unknown)}; known are {', '.join(_SENTENCES)} and allow")

    def __call__(self, said: Said) -> Finding | None:
        """The worst that a message holds: severity 3 is refused, 2 nudges the receiver, 1 is noted."""
        phrases = self._phrases.find(said.folded.words, said.folded.readings)
        if not phrases:
            return None
        worst = max(phrases, key=lambda phrase: phrase.severity)
        kind, severity = Kind(worst.category), worst.severity
        if severity >= _REFUSED:
            action, nudge = Action.REFUSE, None
        elif severity > 1:
            action, nudge = Action.NUDGE, Nudge.SAFETY
        else:
            action, nudge = Action.FLAG, None
        return Finding(
            kind, action, severity, sentence=_SENTENCES[kind], nudge=nudge, weight=_WEIGHTS[severity]
        )
