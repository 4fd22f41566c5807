"""How well the screens do on the corpora.

`python -m tests.moderation.screens.measure [name]` prints the table of docs/screens.md, and for each name
what its screens get wrong on the part to tune on. The held-out part is never printed.
"""

from __future__ import annotations

import sys
from datetime import date
from functools import cache

from tests.moderation.corpora import Score, measure, read
from whimsy.moderation.screens.ages import AgeScreen
from whimsy.moderation.screens.contacts import ContactScreen
from whimsy.moderation.screens.links import LinkScreen
from whimsy.moderation.screens.said import Said
from whimsy.moderation.screens.words import WordScreen

AGES = AgeScreen(lambda: date(2026, 11, 28))
"""As on the day when the years of birth in the corpora were written."""
LANGUAGES = ("en", "es", "pt", "fr", "de")
SCREENS = {
    "links": [LinkScreen(after=30, messages=2)],
    "words": [AGES, WordScreen()],
    "contacts": [ContactScreen()],
    **{f"ages.{language}": [AGES] for language in LANGUAGES},
}
TABLE = (*SCREENS, "later")
"""The corpora, in the order of docs/screens.md; "later" is for all screens together."""


def kinds(name: str, text: str) -> list[str]:
    """All that the screens of a corpus find in a message."""
    said = Said(text, visitor="v", room="text-r", age_ms=0)
    screens = SCREENS.get(name) or [screen for some in SCREENS.values() for screen in some]
    return [str(found.kind) for screen in screens if (found := screen(said))]


@cache
def scores(name: str) -> dict[str, Score]:
    """Of the part that was tuned on and of the held-out part."""
    return {
        part: measure(lambda text: kinds(name, text), [line for line in read(name) if line.held_out is held])
        for part, held in (("tuned", False), ("held out", True))
    }


def row(name: str) -> str:
    """The corpus's row of that table."""
    of, lines = scores(name), read(name)
    held = sum(line.held_out for line in lines)
    return f"| {name} | {len(lines) - held} | {of['tuned']} | {held} | {of['held out']} |"


if __name__ == "__main__":
    for each in TABLE:
        print(row(each))
    for each in sys.argv[1:]:
        wrong = scores(each)["tuned"]
        print("missed:", *map(repr, wrong.missed), "false:", *map(repr, wrong.false), sep="\n")
