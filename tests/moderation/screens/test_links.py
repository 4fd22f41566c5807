"""Links: refused at the start, then shown so that nothing opens them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.moderation.corpora import read
from tests.moderation.screens.conftest import LATER, say
from whimsy.moderation.screens.finding import Action
from whimsy.moderation.screens.links import LinkScreen, defang, find

SCREEN = LinkScreen(after=30, messages=2)


def action(text: str, **context) -> Action:
    found = SCREEN(say(text, **context))
    return found.action if found else Action.PASS


@pytest.mark.parametrize(
    "early", [{"age_ms": 29_999}, {"mine": 1}, {"theirs": 1}], ids=["young", "said little", "no answer yet"]
)
def test_links_are_refused_until_both_have_talked_for_a_while(early):
    """Fails without either half of the condition in `LinkScreen.__call__`."""
    assert action("see example.com", **{**LATER, **early}) is Action.REFUSE
    assert action("see example.com", **LATER) is Action.DEFANG


def test_the_desk_can_switch_links_off():
    """Fails without `said.links`."""
    found = SCREEN(say("see example.com", **LATER, links=False))
    assert found.action is Action.REFUSE and "switched off" in found.sentence


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("see https://Example.com/a.b?c=d.e now", "see hxxps://Example[.]com/a.b?c=d.e now"),
        ("a.example.com and b.example.org", "a[.]example[.]com and b[.]example[.]org"),
        ("ⓔⓧ.com!", "ⓔⓧ[.]com!"),
        ("javascript:alert(1)", "javascript[:]alert(1)"),
        ("already evil[.]com", "already evil[.]com"),
        ("hxxp://evil.com", "hxxp://evil[.]com"),
    ],
)
def test_a_link_is_shown_defanged_and_the_rest_as_it_was(said, shown):
    found = SCREEN(say(said, **LATER))
    assert defang(said, found.spans) == shown


def test_nothing_a_program_would_open_is_left_of_the_corpus():
    """Fails without defanging of each dot of the host: autolinkers would find the rest."""
    for line in read("links"):
        if line.label == "link" and "://" in line.text:
            shown = defang(line.text, tuple(find(say(line.text))))
            assert "http://" not in shown.lower() and "https://" not in shown.lower(), line.text


@given(st.text(alphabet="ab.:/ @dotcomw[](){}-０。ⓒⓞⓜ", max_size=200))
def test_spans_lie_in_the_text_in_order_and_defanging_loses_nothing(text):
    spans = tuple(find(say(text)))
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    plain = str.maketrans("", "", "[]xtXT")  # what defanging adds or changes
    assert defang(text, spans).translate(plain) == text.translate(plain)
