"""Somebody says that they are younger than 18, or asks for people who are.

`lists/ages.*.tsv` say how that is said in each language, `lists/ages.tsv` what means no age in any;
numbers are read by `numerals`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from whimsy.moderation.screens.finding import Action, Finding, Kind
from whimsy.moderation.screens.numerals import numbered
from whimsy.moderation.screens.phrases import LISTS, Phrases
from whimsy.moderation.screens.said import Said


def _today() -> date:
    return datetime.now(UTC).date()


class AgeScreen:
    """A screen on ages. today: a year of birth makes a minor or an adult by it."""

    def __init__(self, today: Callable[[], date] = _today) -> None:
        # One grammar for each language: what one exempts another may still mean.
        shared = LISTS / "ages.tsv"
        self._languages = [Phrases([shared, file]) for file in sorted(LISTS.glob("ages.*.tsv"))]
        self._today = today

    def __call__(self, said: Said) -> Finding | None:
        """A message by, or in search of, a minor: flagged high, refused with the reason."""
        words = numbered(said.folded.text, self._today().year)
        readings = {reading for word in words for reading in word}
        if not any(phrases.may_hold(readings) and phrases.find(words) for phrases in self._languages):
            return None
        return Finding(
            Kind.MINOR,
            Action.REFUSE,
            severity=3,
            sentence="That wasn't sent. Whimsy is only for people who are 18 or older.",
            weight=0.4,
        )
