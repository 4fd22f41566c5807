"""The token bucket everything that is paced pays into."""

from __future__ import annotations

import pytest

from tests.clock import Clock
from whimsy.bucket import Bucket


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_burst_passes_and_one_more_has_to_wait(clock):
    bucket = Bucket(rate=2, burst=3, clock=clock)
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    clock.now += 0.49
    assert not bucket.has() and not bucket.take()
    clock.now += 0.02
    assert bucket.has() and bucket.take() and not bucket.take()


def test_what_is_refused_costs_nothing(clock):
    bucket = Bucket(rate=1, burst=2, clock=clock)
    assert not bucket.take(3)
    assert bucket.take(2)


def test_silence_saves_up_no_more_than_a_burst(clock):
    bucket = Bucket(rate=5, burst=2, clock=clock)
    clock.now += 3600
    assert bucket.full
    assert [bucket.take() for _ in range(3)] == [True, True, False]
    assert not bucket.full


def test_a_debt_says_how_long_to_wait_and_grows(clock):
    bucket = Bucket(rate=10, burst=1, clock=clock)
    assert bucket.owe() == 0
    assert bucket.owe() == pytest.approx(0.1)
    assert bucket.owe(2) == pytest.approx(0.3)
    clock.now += 0.3
    assert bucket.owe() == pytest.approx(0.1)


def test_one_may_begin_less_than_full(clock):
    bucket = Bucket(rate=1, burst=30, start=1 / 3, clock=clock)
    assert [bucket.take() for _ in range(11)].count(True) == 10
