"""Wishes as a browser sends them, parsed into what the lobby understands."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from whimsy.errors import Malformed
from whimsy.lobby.ticket import parse_cell, parse_interest, parse_interests, parse_language
from whimsy.settings import Settings

LIMITS = Settings()

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("raw", "tag"),
    [
        ("  Jazz ", "jazz"), ("JAZZ", "jazz"), ("ｊａｚｚ", "jazz"), ("straße", "strasse"), ("c++", "c++"),
        ("rock & roll", "rock & roll"), ("a\u202eb", "a b"), ("<b>x</b>", "b x b"), ("", ""), ("🎷", ""),
        ("می\u200cخواهم", "می\u200cخواهم"), ("ดำน้ำ", "ดำน้ำ"), ("ΚΌΣΜΟΣ ΣΟΦΟΣ", "κόσμος σοφος"),
        ("Rock’n’Roll", "rock'n'roll"), ("col·lecció", "col·lecció"), ("צה״ל", "צה״ל"), ("བོད་ཡིག", "བོད་ཡིག"),
        ("ක්\u200dෂ", "ක්\u200dෂ"), ("র\u200d্যাম", "র\u200d্যাম"),
        ("မျှော်လင့်", "မျှော်လင့်"), ("葛\U000e0100", "葛\U000e0100"),
        ("ja\u200bz\u200cz\u034f", "jazz"), ("\u3164", ""),
        ("\ufe0f", ""), ("\u0301", ""), ("\u17b4\u2800", ""), ("🎷\ufe0f", ""),
        ("\U0001d159", ""), ("j" + "\u0323" * 25, "j" + "\u0323" * 4), ("म" * 29 + "ि" * 2, "म" * 28),
        ("日本語", "日本語"), ("x" * 40, "x" * 30), ("a:b*c\nd{e}", "a b c d e"),
    ],
)  # fmt: skip
def test_an_interest_is_spelled_one_way(raw, tag):
    assert parse_interest(raw, LIMITS) == tag


@example("0:\U000e0100%0")
@given(st.text(max_size=60))
def test_an_interest_spelled_once_stays_so(raw):
    tag = parse_interest(raw, LIMITS)
    assert len(tag) <= LIMITS.max_interest_length and parse_interest(tag, LIMITS) == tag


def test_interests_are_each_once_and_at_most_ten():
    assert parse_interests(["Jazz", "jazz ", "", "tea"], LIMITS) == ("jazz", "tea")
    assert len(parse_interests([f"tag {i}" for i in range(40)], LIMITS)) == 10


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("en-GB,en;q=0.9,de;q=0.5", "en"),
        ("DE", "de"),
        ("", ""),
        ("*", ""),
        ("x" * 500, ""),
        ("fil-PH", "fil"),
    ],
)
def test_a_language_is_its_primary_subtag(raw, code):
    assert parse_language(raw) == code


@given(anything)
def test_anything_else_is_refused_or_harmless(raw):
    for parse in (lambda r: parse_interests(r, LIMITS), parse_language, parse_cell):
        try:
            parsed = parse(raw)
        except Malformed:
            continue
        if isinstance(parsed, tuple):
            assert len(parsed) <= 10
            assert all(0 < len(tag) <= 30 and not set(tag) & set(":*{}\n\0") for tag in parsed)
