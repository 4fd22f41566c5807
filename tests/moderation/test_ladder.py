"""The ladder alone: pure, so every corner of it is cheap to try."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whimsy.moderation.clock import HOUR, in_words
from whimsy.moderation.ladder import Accusation, DueStep, Earlier, LadderRules, Sign, clusters, due_step
from whimsy.moderation.report import Reason
from whimsy.moderation.reputation import Reputation
from whimsy.moderation.sanction import AUTOMATIC, Step

RULES = LadderRules(reporters=3, window_ms=24 * HOUR, remembered_ms=720 * HOUR)
NOW = 1_000 * HOUR


def say(i: int, reason=Reason.HARASSMENT, **how) -> Accusation:
    return Accusation(
        **{
            "reporter": f"r{i}",
            "address": f"a{i}",
            "room": f"m{i}",
            "reason": reason,
            "at_ms": NOW - HOUR,
            **how,
        }
    )


@pytest.mark.parametrize(
    ("reason", "step"),
    [
        (Reason.SPAM, Step.WARN),
        (Reason.HARASSMENT, Step.COOLDOWN),
        (Reason.SEXUAL, Step.SHADOW),
        (Reason.CHILD_SAFETY, Step.SHADOW),
    ],
)
def test_three_independent_reporters_bring_a_mild_step(reason, step):
    assert due_step([say(i, reason) for i in range(3)], [], [], RULES, NOW) == DueStep(step, reason)
    assert due_step([say(i, reason) for i in range(2)], [], [], RULES, NOW) is None


@pytest.mark.parametrize("shared", [{"reporter": "r"}, {"address": "a"}, {"room": "m"}, {"address": ""}])
def test_fifty_who_share_something_are_one(shared):
    """Fails without that mark in `clusters`."""
    assert due_step([say(i, **shared) for i in range(50)], [], [], RULES, NOW) is None


def test_a_chain_of_shared_things_is_one_cluster_in_any_order():
    """Fails when `clusters` joins only the first group it finds."""
    chain = [
        say(1, address="x"),
        say(2, address="y"),
        say(1, address="y"),
        say(3, reporter="r2", address="z"),
    ]
    assert len(clusters(chain)) == len(clusters(chain[::-1])) == 1


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)), max_size=12), st.randoms()
)
def test_clusters_do_not_depend_on_the_order_and_lose_nobody(marks, random):
    said = [say(i, reporter=f"r{r}", address=f"a{a}", room=f"m{m}") for i, (r, a, m) in enumerate(marks)]
    shuffled = random.sample(said, len(said))
    parts = {frozenset(map(id, group)) for group in clusters(said)}
    assert parts == {frozenset(map(id, group)) for group in clusters(shuffled)}
    assert sum(map(len, parts)) == len(said)


def test_the_badly_reputed_are_not_enough_and_the_discarded_do_not_count():
    """Fails without `believed`, or without the weight in `heard`."""
    poor = Reputation(0, 4).weight
    assert due_step([say(i, weight=poor) for i in range(3)], [], [], RULES, NOW) is None
    assert Reputation(0, 5).weight == 0
    assert due_step([say(i, weight=0.0) for i in range(50)], [], [], RULES, NOW) is None
    assert due_step([say(0, weight=1.0), say(1), say(2, weight=0.0)], [], [], RULES, NOW) is None
    assert Reputation(9, 1).weight > Reputation().weight == 0.5 > Reputation(0, 1).weight


def test_revenge_does_not_count():
    """Fails without `revenge` in `heard`."""
    assert due_step([say(0), say(1), say(2, revenge=True)], [], [], RULES, NOW) is None


def test_old_reports_do_not_count():
    assert due_step([say(0), say(1), say(2, at_ms=NOW - 25 * HOUR)], [], [], RULES, NOW) is None


def test_what_brought_a_sanction_is_spent_even_when_it_was_lifted():
    """Fails without the sanctions in `since`: each further report would bring the next step."""
    said = [say(i) for i in range(5)]
    for lifted in (False, True):
        assert due_step(said, [], [Earlier(NOW - HOUR // 2, lifted)], RULES, NOW) is None


def test_who_goes_on_climbs_but_never_beyond_the_mild_steps():
    said = [say(i, Reason.SPAM) for i in range(3)]
    past = [Earlier(NOW - 3 * HOUR)]
    assert due_step(said, [], past, RULES, NOW) == DueStep(Step.COOLDOWN, Reason.SPAM)
    assert due_step(said, [], past * 9, RULES, NOW) == DueStep(Step.SHADOW, Reason.SPAM)
    assert due_step(said, [], [Earlier(NOW - 3 * HOUR, lifted=True)], RULES, NOW) == DueStep(
        Step.WARN, Reason.SPAM
    )
    assert due_step(said, [], [Earlier(NOW - 800 * HOUR)], RULES, NOW) == DueStep(Step.WARN, Reason.SPAM)


def test_a_screen_alone_is_enough_for_a_mild_step_and_half_of_one_is_not():
    assert due_step([], [Sign(1.0, NOW - HOUR)], [], RULES, NOW) == DueStep(Step.WARN, Reason.SPAM)
    assert due_step([], [Sign(0.5, NOW - HOUR)], [], RULES, NOW) is None
    assert due_step([], [Sign(1.0, NOW - 25 * HOUR)], [], RULES, NOW) is None


def test_one_malicious_voice_does_not_choose_the_severity():
    """Fails when `_middle` takes the worst."""
    said = [say(0, Reason.CHILD_SAFETY), say(1, Reason.SPAM), say(2, Reason.SPAM)]
    assert due_step(said, [], [], RULES, NOW) == DueStep(Step.WARN, Reason.SPAM)


@given(
    st.lists(st.builds(say, st.integers(0, 9), st.sampled_from(Reason), weight=st.floats(0, 1)), max_size=20),
    st.lists(st.builds(Sign, st.floats(0, 5), st.integers(0, NOW)), max_size=4),
    st.lists(st.builds(Earlier, st.integers(0, NOW), st.booleans()), max_size=4),
)
def test_whatever_is_said_the_step_is_mild(said, signs, earlier):
    verdict = due_step(said, signs, earlier, RULES, NOW)
    assert verdict is None or verdict.step in AUTOMATIC


@pytest.mark.parametrize(
    ("ms", "words"),
    [(1000, "less than a minute"), (60_000, "1 minute"), (61_000, "2 minutes"), (1_500_000, "25 minutes"),
     (5_400_000, "90 minutes"), (3 * HOUR, "3 hours"), (47 * HOUR, "47 hours"), (300 * HOUR, "13 days")],
)  # fmt: skip
def test_waits_in_words(ms, words):
    assert in_words(ms) == words
