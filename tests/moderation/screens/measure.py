"""`python -m tests.moderation.screens.measure [name]`: the table, and what a screen gets wrong on the part to tune on."""

from __future__ import annotations

import sys

from tests.moderation.corpora import Line, Score, measure, read
from whimsy.moderation.screens.ages import ages
from whimsy.moderation.screens.contacts import ContactScreen
from whimsy.moderation.screens.links import LinkScreen
from whimsy.moderation.screens.said import Said
from whimsy.moderation.screens.words import WordScreen

_words = WordScreen()
SCREENS = {
    "links": [LinkScreen(after=30, messages=2)],
    "words": [ages, _words],
    "contacts": [ContactScreen()],
}


def judge(name: str, text: str) -> str:
    """The label that the screens of a corpus give a message; "-" for none."""
    said = Said(text, visitor="v", room="text-r", age_ms=0)
    return next((str(found.kind) for screen in SCREENS[name] if (found := screen(said))), "-")


def scores(name: str) -> dict[str, Score]:
    """Of the tuned part and the held-out part."""
    lines = read(name)
    return {
        part: measure(lambda text: judge(name, text), [line for line in lines if line.held_out is held])
        for part, held in (("tuned", False), ("held out", True))
    }


def row(name: str) -> str:
    """The screen's row of the README's table."""
    found, lines = scores(name), read(name)
    of = {held: sum(line.held_out is held for line in lines) for held in (False, True)}
    tuned, held = found["tuned"], found["held out"]
    return f"| {name} | {of[False]} | {tuned} | {of[True]} | {held} |"


def wrong(lines: list[Line], name: str) -> str:
    """What to look at while tuning: never the held-out part."""
    score = measure(lambda text: judge(name, text), [line for line in lines if not line.held_out])
    return "\n".join(["missed:", *map(repr, score.missed), "false:", *map(repr, score.false)])


if __name__ == "__main__":
    for each in SCREENS:
        print(row(each))
    for each in sys.argv[1:]:
        print(wrong(read(each), each))
