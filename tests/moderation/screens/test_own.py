"""A deployer's own screens: found by name, harmless when they fail."""

from __future__ import annotations

import asyncio
import logging
import re
import threading
import time

import pytest

from tests.moderation.screens.conftest import say
from tests.serving import ROOT
from whimsy.moderation.screens.finding import Action
from whimsy.moderation.screens.screens import check
from whimsy.settings import BadSettings, Settings, read

SAMPLES = "tests.moderation.screens.own_samples"


@pytest.mark.parametrize("name", ["marmalade", "async_marmalade"])
async def test_it_is_found_by_its_name_and_obeyed(screens, name):
    mine = screens(screens=(f"{SAMPLES}:{name}",))
    assert (await mine.judge(say("I like Marmalade"))).refusal.sentence == "Not here."
    assert (await mine.judge(say("I like jam"))).refusal is None


def test_several_are_named_in_one_setting(monkeypatch):
    monkeypatch.setenv("WHIMSY_SCREENS", f"{SAMPLES}:marmalade, {SAMPLES}:async_marmalade")
    assert len(read().screens) == 2


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("no_such_package:f", "no_such_package cannot be imported"),
        (f"{SAMPLES}:missing", "has no function missing"),
        (f"{SAMPLES}:NOT_A_FUNCTION", "has no function NOT_A_FUNCTION"),
        ("just_a_name", "is not of the form package.module:function"),
    ],
)
def test_a_bad_name_refuses_to_start_with_one_sentence(name, why):
    """Fails without the check in `_load`."""
    with pytest.raises(BadSettings, match=why) as refused:
        check(Settings(screens=(name,)))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["broken", "stops", "exits", "nonsense"])
async def test_a_screen_that_fails_stops_no_message_and_tells_no_words(screens, caplog, name):
    """Fails without `except Exception` in `OwnScreen`, or with the exception itself in the log."""
    with caplog.at_level(logging.DEBUG):
        verdict = await screens(screens=(f"{SAMPLES}:{name}",)).judge(say("planted marker"))
    assert verdict.text == "planted marker" and not verdict.findings
    assert f"own_samples:{name}" in caplog.text and "planted" not in caplog.text


async def test_a_slow_screen_delays_by_its_timeout_and_holds_few_threads(screens, caplog):
    """Fails without `wait_for` (each message takes two seconds) or without `_AT_ONCE` (a thread for each)."""
    mine = screens(screens=(f"{SAMPLES}:hangs",), screen_timeout=0.05)
    before, begun = threading.active_count(), time.monotonic()
    verdicts = await asyncio.gather(*(mine.judge(say(f"hello {i}")) for i in range(30)))
    assert time.monotonic() - begun < 1.9
    assert threading.active_count() - before <= 4
    assert all(not verdict.findings for verdict in verdicts)
    assert "slow" in caplog.text and "busy" in caplog.text and caplog.text.count("\n") < 15


async def test_a_deployers_word_list_is_used_beside_ours(screens, tmp_path):
    extra = tmp_path / "words.de.tsv"
    extra.write_text("# German\nthreat\t3\tich bring|bringe dich um\n")
    mine = screens(words=(str(extra),))
    assert (await mine.judge(say("Ich bringe dich um!"))).refusal.action is Action.REFUSE
    assert (await mine.judge(say("Ich bringe dich um die Ecke nach Hause"))).refusal  # a list is a list


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("threat 3 no tabs", "line 1"),
        ("threat\t9\tword", "severity must be"),
        ("threat\t3\t@nowhere", "@nowhere is not defined"),
        ("threat\t3\tword?", "may not be missing"),
        ("colour\t3\tred", "unknown category colour"),
        (None, "can be read"),
    ],
)
def test_a_bad_word_list_refuses_to_start_with_one_sentence(tmp_path, content, why):
    path = tmp_path / "mine.tsv"
    if content:
        path.write_text(content)
    with pytest.raises(BadSettings, match=why):
        check(Settings(words=(str(path),)))


@pytest.mark.parametrize("written", ["marmalade", "M4rm4l4de!", "no m a r m a l a d e here", "mаrmalade"])
async def test_the_example_of_the_page_holds(screens, tmp_path, monkeypatch, written):
    """Fails when it looks at `folded.text` only, where digits stay digits."""
    page = (ROOT / "docs" / "screens.md").read_text()
    shown = re.search(r"^```python\n(# my_filters\.py.*?)^```$", page, re.DOTALL | re.MULTILINE)
    (tmp_path / "page_filters.py").write_text(shown[1])
    monkeypatch.syspath_prepend(tmp_path)
    mine = screens(screens=("page_filters:no_marmalade",))
    assert (await mine.judge(say(written))).refusal.sentence == "No marmalade here, please."
    assert (await mine.judge(say("I like jam"))).refusal is None
