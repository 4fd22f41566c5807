"""What the pages tell about how long things are kept is what the settings say."""

from __future__ import annotations

import pytest

from whimsy import durations
from whimsy.components.door import door
from whimsy.components.safety import _evidence
from whimsy.pages.privacy import privacy
from whimsy.pages.rules import rules
from whimsy.settings import Settings
from whimsy.states.terms import term, terms

PRIVACY = (
    "kept_after_close", "room_history_days", "evidence_days", "hold_days", "reports_days", "sanctions_days",
    "appeals_days", "blocks_days", "audit_days", "address_hours", "agreed_for", "reunion_days",
)  # fmt: skip


@pytest.mark.parametrize(
    ("page", "names"),
    [
        (privacy, PRIVACY),
        (door, ("kept_after_close", "evidence_days")),
        (rules, ("kept_after_close",)),
        (_evidence, ("evidence_days",)),
    ],
)
def test_each_page_tells_the_terms_that_are_set(page, names):
    """Fails when a page promises a term in words of its own."""
    compiled = str(page())
    for name in names:
        assert str(term(name)) in compiled, name


def test_each_term_is_told():
    """A new term is told on the page, or stands here with its reason."""
    ours = {name for name in Settings.model_fields if name.endswith(("_days", "_hours"))}
    assert ours - {*PRIVACY} == {"sanction_ban_days"}, "a ban says its own end"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (600, "ten minutes"), (60, "a minute"), (3600, "an hour"), (5400, "90 minutes"), (7200, "two hours"),
        (86400, "a day"), (2 * 86400, "two days"), (30 * 86400, "30 days"), (1.5 * 86400, "36 hours"),
        (90, "90 seconds"), (1, "a second"), (0.5, "0.5 seconds"),
    ],
)  # fmt: skip
def test_a_duration_is_said_in_words(seconds, words):
    assert durations.term(seconds) == words


def test_the_terms_are_those_of_the_settings():
    assert terms(Settings(evidence_days=1, hold_days=45))["evidence_days"] == "a day"
    assert terms(Settings(evidence_days=1, hold_days=45))["hold_days"] == "45 days"
