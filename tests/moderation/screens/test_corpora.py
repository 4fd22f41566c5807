"""How well the screens do on labelled messages; docs/screens.md says the same numbers."""

from __future__ import annotations

import pytest

from tests.moderation.screens.measure import LANGUAGES, SCREENS, TABLE, row, scores
from tests.serving import ROOT

FLOORS = {"links": (0.95, 0.95), "words": (0.97, 0.95), "contacts": (0.95, 0.93), "later": (0.95, 0.80)} | {
    f"ages.{language}": (0.95, 0.90) for language in LANGUAGES
}
"""Least precision and recall, of both parts. A filter that cries wolf is worse than one that misses."""


@pytest.mark.parametrize("name", TABLE)
def test_precision_and_recall_hold_their_floors(name):
    """Fails when a list, a pattern or the folding gets worse (seen: without `LEET`, without "allow")."""
    precision, recall = FLOORS[name]
    for part, score in scores(name).items():
        assert score.precision >= precision, (part, score.false)
        assert score.recall >= recall, (part, score.missed)


def test_the_page_says_what_is_measured():
    page = (ROOT / "docs" / "screens.md").read_text()
    assert [row(name) for name in TABLE if row(name) not in page] == []
    assert set(SCREENS) | {"later"} == set(TABLE)
