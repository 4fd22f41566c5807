"""A text as a person reads it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whimsy.moderation.screens.folding import fold


@pytest.mark.parametrize(
    "styled",
    [
        "sofia",
        "SOFIA",
        "ｓｏｆｉａ",
        "𝓼𝓸𝓯𝓲𝓪",
        "ⓢⓞⓕⓘⓐ",
        "🆂🅾🅵🅸🅰",
        "ꜱᴏꜰɪᴀ",
        "ѕоfіа",
        "sо\u200bfi\u00ada",
        "śöfïå",
        "s\u0336ofia",
    ],
)
def test_what_looks_like_a_word_is_that_word(styled):
    """Fails without the names, the table of confusables, or the removal of marks in `_look`."""
    assert fold(styled).text == "sofia"


@pytest.mark.parametrize(
    "honest", ["привет как дела", "сосна и рот", "γεια σου τι κάνεις", "你好吗", "مرحبا"]
)
def test_another_script_stays_itself(honest):
    """Fails without `foreign` in `fold`: Russian would be read as garbled Latin."""
    assert not any(character.isascii() and character.isalpha() for character in fold(honest).text)


@pytest.mark.parametrize(
    "written",
    [
        "horny",
        "h0rny",
        "h o r n y",
        "h.o.r.n.y",
        "h-o-r-n-y",
        "h_o_r_n_y",
        "hooooorny",
        "hornyyy",
        "HORNY!!!",
    ],
)
def test_a_disguised_word_is_among_the_readings(written):
    """Fails without leet, joining, spelling out, or elongation, each for one of these."""
    readings = {reading for word in fold(f"are you {written}?").words for reading in word}
    assert "horny" in readings


def test_a_span_leads_back_to_the_original():
    text = "ⓗⓘ \u200b𝓼𝓸𝓯𝓲𝓪 ok"
    folded = fold(text)
    start = folded.text.index("sofia")
    begin, end = folded.span(start, start + 5)
    assert text[begin:end] == "𝓼𝓸𝓯𝓲𝓪"


@given(st.text(max_size=300))
def test_any_text_folds_and_every_character_has_an_origin(text):
    folded = fold(text)
    assert len(folded.origin) == len(folded.text)
    assert all(0 <= at < len(text) for at in folded.origin)
    assert list(folded.origin) == sorted(folded.origin)
    assert folded.words[0] == ("^",) and folded.words[-1] == ("$",)
