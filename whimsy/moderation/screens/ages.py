"""Somebody says that they are younger than 18, or asks for people who are.

`lists/ages.*.tsv` hold how that is said in each language, `lists/ages.tsv` what means no age in any of
them; `numerals` reads the numbers.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime

from whimsy.moderation.screens.finding import Action, Finding, Kind
from whimsy.moderation.screens.folding import readings_of
from whimsy.moderation.screens.numerals import numbered, readings_alone
from whimsy.moderation.screens.phrases import LISTS, PhraseGroup, Phrases
from whimsy.moderation.screens.said import Said


def _today() -> date:
    return datetime.now(UTC).date()


class AgeScreen:
    """A screen on ages. today: the day by which a year of birth makes a minor."""

    def __init__(self, today: Callable[[], date] = _today) -> None:
        # A list for each language, as what one language exempts may mean an age in another.
        shared = LISTS / "ages.tsv"
        self._languages: list[Phrases] = []
        for file in sorted(LISTS.glob("ages.*.tsv")):
            first = self._languages[-1].numbers.stop if self._languages else 0
            self._languages.append(Phrases([shared, file], first))
        self._wanted = PhraseGroup.of_all(phrases.wanted for phrases in self._languages)
        self._today = today

    def __call__(self, said: Said) -> Finding | None:
        """Refuse a message by a minor, or in search of one, and note it."""
        text = said.folded.text
        alone = readings_alone(text)
        if alone is not None and not self._wanted.possible(alone):
            return None  # most texts
        words = numbered(text, self._today().year)
        readings = readings_of(words)
        possible = self._wanted.possible(readings)
        if not any(
            phrases.find(words, readings, possible)
            for phrases in self._languages
            if any(number in phrases.numbers for number in possible)
        ):
            return None
        return Finding(
            Kind.MINOR,
            Action.REFUSE,
            severity=3,
            sentence="That wasn't sent. Whimsy is only for people who are 18 or older.",
            weight=0.4,
        )
