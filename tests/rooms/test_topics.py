"""Topics: ours can be read, a deployer's take their place, and what cannot be used is said."""

from __future__ import annotations

import pytest

from whimsy.moderation.screens import screens
from whimsy.moderation.screens.said import Said
from whimsy.rooms.topics import BadTopics, Topics
from whimsy.settings import Settings

LANGUAGES = ("en", "de", "es", "fr", "pt")


def test_each_language_has_its_own_and_the_others_have_english():
    topics = Topics()
    lists = {language: topics.of(language) for language in LANGUAGES}
    assert all(len(set(found)) == len(found) >= 20 for found in lists.values())
    assert len({found[0] for found in lists.values()}) == len(LANGUAGES)
    assert topics.of("xx") == topics.of("") == lists["en"]


def test_ours_pass_the_screens():
    looks = screens.ours(Settings())
    for language in LANGUAGES:
        for topic in Topics().of(language):
            assert [
                found
                for look in looks
                if (found := look(Said(topic, "v", "text-r", age_ms=0, mine=0, theirs=0)))
            ] == [], topic


def test_a_list_of_the_deployer_takes_the_place_of_ours(tmp_path):
    (tmp_path / "topics.fr.txt").write_text("\n  Le vin ou la bière ?  \n\n", encoding="utf-8")
    topics = Topics([tmp_path / "topics.fr.txt"])
    assert topics.of("fr") == ["Le vin ou la bière ?"]
    assert topics.of("en") == Topics().of("en")
    assert topics.draw("fr", {"Le vin ou la bière ?"}) == "Le vin ou la bière ?"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("topics.txt", b"a"),
        ("words.en.txt", b"a"),
        ("topics.en.txt", b""),
        ("topics.en.txt", b" \n\n"),
        ("topics.en.txt", b"x" * 201),
        ("topics.en.txt", b"\xff\xfe"),
        ("topics.en.txt", None),
    ],
)
def test_a_list_that_cannot_be_used_is_said_without_its_words(tmp_path, name, content):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadTopics) as problem:
        Topics([path])
    assert "xxx" not in str(problem.value) and str(tmp_path) not in str(problem.value)
