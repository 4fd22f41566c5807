"""What the pages tell about how long things are kept is what the settings say, word by word."""

from __future__ import annotations

import pytest

from whimsy.components.door import door
from whimsy.pages.privacy import privacy
from whimsy.settings import Settings

_NUMBERS = {1: "a", 10: "ten"}


def days(value: float) -> str:
    return f"{value:g} days"


def told(page) -> str:
    """All words of a page, as they are compiled."""
    return str(page()).replace("\\u2019", "’")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "kept_after_close",
            lambda s: f"{_NUMBERS[round(s.kept_after_close / 60)]} minutes after the chat ended",
        ),
        ("room_history_days", lambda s: f"{days(s.room_history_days)}, without its words"),
        ("evidence_days", lambda s: f"the last lines of that chat, for {days(s.evidence_days)}"),
        ("address_hours", lambda s: f"for {_NUMBERS[round(s.address_hours / 24)]} day, to keep floods away"),
        ("reports_days", lambda s: f"That there was a report, without those lines: {days(s.reports_days)}"),
        ("sanctions_days", lambda s: f"What was imposed on you: {days(s.sanctions_days)} after it ended"),
        ("appeals_days", lambda s: f"an answered appeal, {days(s.appeals_days)}"),
        ("blocks_days", lambda s: f"Whom you blocked: {days(s.blocks_days)}"),
        ("audit_days", lambda s: f"What our moderators did: {days(s.audit_days)}"),
        ("hold_days", lambda s: f"then for {days(s.hold_days)}"),
        ("agreed_for", lambda s: f"that you agreed to the rules, for {days(s.agreed_for / 86400)}"),
    ],
)
def test_the_privacy_page_tells_each_term_as_it_is_set(name, words):
    """Fails when a default changes and the page does not, or the other way round."""
    assert words(Settings()) in told(privacy), name


def test_each_term_is_told():
    """A new term is added to the list above, and to the page."""
    terms = {name for name in Settings.model_fields if name.endswith(("_days", "_hours"))}
    assert terms == {
        "evidence_days", "hold_days", "reports_days", "sanctions_days", "appeals_days", "audit_days",
        "blocks_days",
        "room_history_days", "address_hours", "sanction_ban_days",
    }  # fmt: skip


def test_the_door_tells_the_same():
    """Fails as above."""
    settings = Settings()
    assert f"gone {_NUMBERS[round(settings.kept_after_close / 60)]} minutes after a chat ends" in told(door)
    assert f"kept for {days(settings.evidence_days)}" in told(door)
