"""What a browser sends to moderation is read, or refused, before anything else is done."""

from __future__ import annotations

import pytest

from whimsy import errors
from whimsy.moderation.accounts import _text
from whimsy.moderation.appeals import parse_appeal
from whimsy.moderation.report import Reason, Severity, parse_reason
from whimsy.moderation.reports import parse_words
from whimsy.moderation.second_factor import parse_code


@pytest.mark.parametrize("raw", [None, 3, "", "CHILD_SAFETY", "scam ", ["scam"], "x" * 10_000])
def test_reasons_are_of_the_list(raw):
    with pytest.raises(errors.Malformed):
        parse_reason(raw)


def test_child_safety_goes_before_everything():
    assert max(Reason, key=lambda reason: reason.severity) == Reason.CHILD_SAFETY
    assert [r for r in Reason if r.severity == Severity.CHILD] == [Reason.CHILD_SAFETY]


def test_words_are_cleaned_and_bounded():
    assert parse_words(None) == parse_words("  ") == ""
    assert parse_words(" he\u202e said\x00 ") == "he said"
    assert parse_words("e" * 500) == "e" * 500
    for bad in ("e" * 501, "e" * 100_000):
        with pytest.raises(errors.BadText):
            parse_words(bad)
    with pytest.raises(errors.Malformed):
        parse_words(["no"])


def test_appeals_are_text_of_a_thousand_characters_at_most():
    assert parse_appeal("x" * 1000)
    for bad in ("x" * 1001, "", " \u200b "):
        with pytest.raises(errors.BadText):
            parse_appeal(bad)
    with pytest.raises(errors.Malformed):
        parse_appeal(None)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("123456", "123456"), (" 123 456\n", "123456"), ("123-456", "123456"), ("123\u200b456", "123456"),
        ("１２３４５６", "123456"), ("١٢٣٤٥٦", "123456"),
        ("12345", None), ("1234567", None), ("12345a", None), ("½23456", None), ("", None), (123456, None),
        ("123456" + " " * 59, None), (None, None),
    ],
)  # fmt: skip
def test_a_code_is_six_digits_however_they_are_written(raw, code):
    """Fails without `_LONGEST`, or with `unicodedata.digit` for `decimal`."""
    assert parse_code(raw) == code


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("correct horse", "correct horse"),
        ("a\nb", ""),
        ("a\x00b", ""),
        ("x" * 1025, ""),
        (None, ""),
        (["x"], ""),
    ],
)
def test_a_name_or_password_is_printable_and_bounded(raw, read):
    """What is none is no password: it is never handed to a hash that works for seconds."""
    assert _text(raw) == read
