"""The screen for ages: each language by itself, on our corpora and on one that its author has not seen."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.moderation import corpora
from tests.moderation.corpora import Line, measure, read
from tests.moderation.screens.conftest import say
from tests.moderation.screens.measure import AGES, LANGUAGES
from whimsy.moderation.screens import numerals
from whimsy.moderation.screens.ages import AgeScreen
from whimsy.moderation.screens.folding import readings_of
from whimsy.moderation.screens.numerals import numbered

SEEN = Path(corpora.__file__).with_name("ages-seen.tsv")
CALM = SEEN.with_name("ages-calm.tsv")
"""Sentences about the ages, classes and cars of others, and about time past."""
HELD_OUT = SEEN.with_name("ages-heldout.tsv")
LATER = SEEN.with_name("ages-heldout-later.tsv")
_PIECES = [
    *"aiu15'-<.,!♀",
    "six",
    "teen",
    "sixteen",
    "diez",
    "y",
    "seis",
    "im",
    "one",
    "five",
    "hello",
    "i.a.m",
    "٣",
]
_GAPS = ["", " ", "  ", "\n", " ' ", " - ", ". "]
HARD = SEEN.with_name("ages-seen-hard.tsv")
KINDS = SEEN.with_name("ages-kinds.tsv")
"""Our own: each kind of the hard set in each language."""


def found(text: str) -> list[str]:
    return ["minor"] if AGES(say(text)) else []


@pytest.mark.parametrize("language", LANGUAGES)
def test_minors_are_found_and_calm_sentences_pass(language):
    """Fails when the grammar of a language gets worse; before there were any, es to de found 0.05."""
    lines = read(f"ages.{language}")
    score = measure(found, lines)
    assert score.recall >= 0.9, score.missed
    assert len(score.false) <= 0.05 * sum(line.label == "-" for line in lines), score.false


def words_of_somebody_else(file: Path, least: float = 0.9) -> None:
    rows = [row.split("\t", 2) for row in file.read_text().splitlines() if row.strip()]
    lines = [Line("minor" if label == "minor" else "-", text) for label, _, text in rows]
    score = measure(found, lines)
    assert score.recall >= least, score.missed
    one_percent = round(0.01 * sum(line.label == "-" for line in lines))
    assert len(score.false) <= one_percent, score.false


def test_so_they_are_in_words_of_somebody_else_once_seen():
    """Failed at first sight: of its first half 0.75 were found, and 11 of 190 calm sentences refused."""
    words_of_somebody_else(SEEN)


def test_so_they_are_in_harder_words_once_seen():
    """Failed at first sight: 0.65 were found, and 8 of 450 calm sentences refused."""
    words_of_somebody_else(HARD, least=0.96)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_kind_that_one_language_knows_is_known_in_all(language, tmp_path):
    """Failed when it was written, in every language: 0.94, 0.71, 0.90 and 0.55 were found, round by round."""
    rows = [row for row in KINDS.read_text().splitlines() if row.split("\t")[1] == language]
    (tmp_path / "kinds.tsv").write_text("\n".join(rows))
    words_of_somebody_else(tmp_path / "kinds.tsv", least=0.96)


@pytest.mark.parametrize(
    "text",
    [
        "m 16 of 20",
        "message, m 16 of 20",
        "m16 of 20",
        "m8",
        "m8 wtf",
        "m16 rifle",
        "m 16 is the eagle nebula",
        "message m 16 of 20",
        "this is message m 16 of 20",
    ],
)
def test_a_letter_and_a_number_that_count_something_are_no_age(text):
    """Failed for the first seven: every message that began with m and a number was a boy's."""
    assert not found(text)


@pytest.mark.parametrize(
    "text", ["m 15", "m14", "hey f 16", "m16 lyon", "f/15/wien", "w14 aus köln", "h 15 cdmx"]
)
def test_a_letter_and_a_number_that_introduce_somebody_are_one(text):
    assert found(text)


def test_what_is_said_of_others_things_and_the_past_passes():
    """Failed when it was written: of the first 100, 13 were refused."""
    lines = [row.split("\t", 2)[2] for row in CALM.read_text().splitlines()]
    assert [line for line in lines if found(line)] == []


@pytest.mark.parametrize(
    "text",
    [
        "15 and my mom is so strict",
        "hey 16f my friends are all asleep",
        "my mom thinks im 18 but im 15",
        "my sister is in 7th grade and im in 9th grade",
        "voy en segundo de secundaria y mi profe es mala",
        "to no nono ano e minha mãe é chata",
        "je suis en troisième et ma prof est nulle",
        "bin in der 9. klasse und mein lehrer ist blöd",
    ],
)
def test_others_in_a_sentence_do_not_hide_who_writes(text):
    """Fails when what is said of others exempts what the writer says of themselves."""
    assert found(text)


def test_a_phrase_is_passed_over_only_if_its_words_are_not_there(monkeypatch):
    """Fails when a message that holds a phrase is passed over by the words that the phrase needs."""
    texts = [numbered(say(row.split("\t", 2)[2]).folded.text, 2026) for row in SEEN.read_text().splitlines()]

    def findings():
        return [
            phrases.find(words, readings, AGES._wanted.possible(readings))
            for words in texts
            for readings in [readings_of(words)]
            for phrases in AGES._languages
        ]

    quick = findings()
    monkeypatch.setattr("whimsy.moderation.screens.phrases.PhraseGroup.possible", lambda *_: range(100_000))
    assert quick == findings()


def test_only_short_words_are_remembered():
    """Fails when a flood of long ones fills the memory of the process."""
    numerals.readings_alone("hello there")
    known = numerals._chunk.cache_info().currsize
    assert numerals.readings_alone("hello " + "abcdefgh" * 60) is None
    assert numerals._chunk.cache_info().currsize == known


@given(st.lists(st.tuples(st.sampled_from(_PIECES), st.sampled_from(_GAPS)), max_size=8))
def test_what_is_read_alone_reads_the_same_beside_others(pieces):
    """Fails when a number or a spelled word that goes beyond a space is read in two (`_whole_parts`)."""
    text = "".join(map("".join, pieces))
    assert list(numerals._whole_parts(text)) == list(numerals._joined(list(numerals.parts_of(text))))
    alone = numerals.readings_alone(text)
    assert alone is None or alone >= readings_of(numbered(text, 2026))


def test_so_they_are_in_words_of_somebody_else_never_looked_at():
    """Failed at first sight: 0.92 were found, but 4 of 190 calm sentences refused."""
    words_of_somebody_else(HELD_OUT)


def test_so_they_are_in_words_that_came_when_the_screen_was_done():
    """At first sight 137 of 150 were found, and 1 of 500 calm sentences refused."""
    words_of_somebody_else(LATER)


def test_a_year_of_birth_makes_a_minor_only_while_it_does():
    said = say("i was born in 2011")
    assert AgeScreen(lambda: date(2026, 1, 1))(said)
    assert AgeScreen(lambda: date(2040, 1, 1))(said) is None


@pytest.mark.parametrize(
    "part", ["im 15 minutes ", "1 5 ", "a. ", "any ", "i a ", "en la ", "in der ", "f i f "]
)
def test_the_cost_grows_with_the_length_and_no_faster(part):
    """Fails for a search that tries each exemption on each finding."""

    def cost(text: str) -> float:
        begun = time.thread_time()
        AGES(say(text))
        return time.thread_time() - begun

    short, long = (part * 500)[:500], (part * 2000)[:2000]
    assert min(cost(long) for _ in range(3)) < 9 * max(min(cost(short) for _ in range(5)), 0.0002)
