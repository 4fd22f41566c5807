"""What a visitor may say, cleaned and measured as a person counts."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whimsy.errors import BadText, Malformed
from whimsy.rooms.text import length, parse_text
from whimsy.settings import Settings

LIMITS = Settings()
FAMILY = "👨‍👩‍👧‍👦"


def say(raw: object) -> str:
    return parse_text(raw, LIMITS)


@pytest.mark.parametrize("raw", [None, 3, 3.5, True, [], {}, ["hi"], {"text": "hi"}, b"hi"])
def test_what_is_not_text_is_malformed(raw):
    with pytest.raises(Malformed):
        say(raw)


@pytest.mark.parametrize(
    "raw", ["", " ", "\n\t ", "\u200b", "\u200b\u200d\ufeff", "\u3164", "\u2800 ", "\u202e", "\x00", "\ue000",
    "\u034f", "\ufe0f", "\u17b4", "\u180b",
    "\U0001d159", "\U000e0100", "\u115f", "\u1160", "\uffa0", "\u0301", "\u0903 \u0e47",
    "\u2062\u2063", "\u00ad",
    "\u200d\ufe0f\n\u2800", "\U000e0067\U000e007f", "\U00013441", "\u180e", "\ufffc", "\u20dd\u00a0"]
)  # fmt: skip
def test_what_shows_nothing_is_refused(raw):
    with pytest.raises(BadText, match="bad_text"):
        say(raw)


def test_500_graphemes_pass_and_one_more_does_not():
    assert say("é" * 500) == "é" * 500
    with pytest.raises(BadText):
        say("é" * 501)


def test_a_grapheme_counts_once_but_code_points_have_a_limit_of_their_own():
    assert length(FAMILY) == 1
    assert say(FAMILY * 285)  # 7 code points each: 1,995
    with pytest.raises(BadText):
        say(FAMILY * 286)


def test_the_sentence_says_what_to_do():
    with pytest.raises(BadText) as refused:
        say("x" * 501)
    assert refused.value.sentence == (
        "That message is longer than 500 characters. Shorten it and send again."
    )


def test_no_words_of_the_visitor_are_in_the_exception():
    with pytest.raises(BadText) as refused:
        say("secret" * 200)
    assert "secret" not in repr(refused.value) + str(refused.value)


def test_text_is_composed():
    assert say("e\u0301") == "\u00e9"


def test_bidi_overrides_and_controls_go_and_honest_right_to_left_stays():
    assert say("a\u202ebc\u2066d\u200f\x07e") == "abcde"
    assert say("שלום עולם") == "שלום עולם"


def test_line_breaks_stay_and_are_one_kind():
    assert say("a\r\nb\rc\nd") == "a\nb\nc\nd"
    assert say("a\vb\fc\x85d\u2028e\u2029f") == "a\nb\nc\nd\ne\nf"
    assert say("a\tb") == "a b"


def test_joiners_that_words_and_emoji_need_stay():
    assert say(FAMILY) == FAMILY
    assert say("می\u200cخواهم") == "می\u200cخواهم"


def test_stacked_marks_are_capped():
    zalgo = "h" + "\u0336\u0327\u0321\u0353" * 10 + "i"
    assert length(say(zalgo)) == 2
    assert sum(unicodedata.combining(c) > 0 for c in say(zalgo)) <= 4


def test_few_characters_made_of_many_are_refused_in_true_words():
    """Fails with the sentence of the other limit: three hundred are not more than five hundred."""
    with pytest.raises(BadText) as refused:
        say(FAMILY * 300)
    assert "longer than" not in refused.value.sentence


def test_lone_surrogates_go():
    assert say("a\ud800b") == "ab"


ODD = st.sampled_from(
    "\n\n\n \t\u2028\u3164\u2800\u200d\u200c\u034f\ufe0f\u0301\u0323\u0489"
    "\u0e47\u0903\u103a\u0f90\u05b0\u180ea漢🏴\U000e0067\U000e007f"
)


@given(st.text(max_size=3000) | st.text(ODD, max_size=300))
def test_whatever_is_accepted_is_clean_short_visible_and_stays_as_it_is(raw):
    try:
        text = say(raw)
    except BadText:
        return
    assert 1 <= length(text) <= 500 and len(text) <= 2000
    assert unicodedata.is_normalized("NFC", text)
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Co") and c != "\n" for c in text)
    assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert say(text) == text
    text.encode()
