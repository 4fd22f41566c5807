"""T14: contact harvesting and grooming: the receiver is reminded, a pattern noted, nobody punished by a word.

Precision and recall of all screens are held in tests/moderation/screens, and said in docs/screens.md.
"""

from __future__ import annotations

import pytest

from tests.moderation.corpora import read
from tests.moderation.screens.conftest import say, screens, store  # noqa: F401  (fixtures)
from tests.moderation.screens.measure import scores
from whimsy.moderation.screens.contacts import ContactScreen
from whimsy.moderation.screens.finding import Action, Kind, Nudge

SCREEN = ContactScreen()


@pytest.mark.parametrize("part", ["tuned", "held out"])
def test_moves_are_found_and_ordinary_talk_is_not(part):
    score = scores("contacts")[part]
    assert score.precision >= 0.95 and score.recall >= 0.93


def test_a_move_is_never_refused_and_only_asking_for_an_age_goes_without_a_reminder():
    for line in read("contacts"):
        if found := SCREEN(say(line.text)):
            assert found.action in (Action.NUDGE, Action.FLAG)
            assert (found.nudge is None) == (found.kind is Kind.AGE)


@pytest.mark.parametrize(
    ("text", "nudge"),
    [
        ("whats your number", Nudge.CONTACT),
        ("send me a steam gift card", Nudge.MONEY),
        ("dont tell your parents", Nudge.SAFETY),
    ],
)
async def test_the_receiver_is_told_what_never_to_share(screens, text, nudge):  # noqa: F811
    verdict = await screens().judge(say(text))
    assert verdict.nudges == (nudge,) and verdict.refusal is None and verdict.text == text
    assert nudge.sentence.startswith("Never") or "owe nobody" in nudge.sentence


async def test_a_pattern_weighs_more_than_a_word_and_less_than_a_sanction(screens):  # noqa: F811
    mine = screens()
    one = sum((await mine.judge(say("whats your snap"))).observed.values())
    both = (await mine.judge(say("are you home alone? dont tell your mom. send pics"))).observed
    assert 0 < one < sum(both.values()) < 1.0
