"""What may be said next: one call's phases and limits, and how fast a tab may signal."""

from __future__ import annotations

import pytest

from tests.calls.samples import HOST, PRFLX, RELAY, ROOM, SRFLX, candidate, description, signal
from whimsy.calls.candidate import Policy
from whimsy.calls.negotiation import (
    BURST,
    MAX_CANDIDATES,
    MAX_DESCRIPTIONS,
    MAX_NOTES,
    MAX_REPEATS,
    MAX_RESTARTS,
    PER_SECOND,
    WINDOW,
    Negotiation,
    OutOfStep,
    Pace,
    TooFast,
    TooManySignals,
)
from whimsy.calls.signals import Signal, parse_signal, way_of
from whimsy.errors import Refused
from whimsy.storage.keys import RoomId


class Side:
    """One tab in a call; numbers what it says."""

    def __init__(self) -> None:
        self.negotiation = Negotiation(RoomId(ROOM), 1)
        self.seq = self.heard = 0

    def say(self, raw: dict[str, object], **changes: object) -> Signal:
        self.seq += 1
        said = parse_signal({**raw, "seq": self.seq, **changes}, Policy.RELAY)
        self.negotiation.say(said)
        return said

    def hear(self, raw: dict[str, object], **changes: object) -> None:
        self.heard += 1
        self.negotiation.hear(parse_signal({**raw, "seq": self.heard, **changes}, Policy.RELAY))


@pytest.fixture
def side() -> Side:
    return Side()


OFFER, ANSWER, BYE = description("offer"), description("answer"), signal("bye")


def test_a_whole_call(side):
    side.say(signal("ready"))
    side.say(OFFER)
    side.say(candidate())
    side.hear(ANSWER)
    side.say(candidate(""))
    side.say(signal("media", {"mic": True, "cam": True, "screen": False}))
    side.hear(description("offer", ufrag="next"))
    side.say(description("answer", ufrag="mine"))
    side.say(BYE)


def test_what_was_said_may_be_said_again_after_a_gap_but_not_without_end(side):
    side.say(signal("ready"), seq=5)
    for _ in range(MAX_REPEATS):
        side.say(signal("ready"), seq=5)
    with pytest.raises(TooManySignals):
        side.say(signal("ready"), seq=5)
    side.say(signal("ready"), seq=6)


@pytest.mark.parametrize("again", [OFFER, signal("media", {"mic": True, "cam": True, "screen": True})])
def test_under_an_old_number_only_the_same_can_be_said(side, again):
    side.say(signal("ready"), seq=100)
    for seq in (1, 99, 100):
        with pytest.raises(OutOfStep):
            side.say(again, seq=seq)


def test_numbers_may_be_left_out(side):
    side.say(signal("ready"), seq=3)
    side.say(signal("ready"), seq=900)


def test_what_was_refused_does_not_use_up_its_number(side):
    with pytest.raises(OutOfStep):
        side.say(ANSWER, seq=7)
    side.hear(OFFER)
    side.say(ANSWER, seq=7)


def test_another_call_or_room_is_refused(side):
    with pytest.raises(OutOfStep):
        side.say(signal("ready"), call=2)
    with pytest.raises(OutOfStep):
        side.say(signal("ready"), room=ROOM[:-1] + "0")


def test_an_answer_needs_an_offer(side):
    with pytest.raises(OutOfStep):
        side.say(ANSWER)
    side.say(OFFER)
    with pytest.raises(OutOfStep):
        side.say(ANSWER)  # to one's own
    side.hear(OFFER)
    side.say(ANSWER)


def test_an_offer_is_answered_once(side):
    side.hear(OFFER)
    side.say(ANSWER)
    with pytest.raises(OutOfStep):
        side.say(ANSWER)
    side.hear(OFFER)
    side.say(ANSWER)


def test_an_offer_of_another_call_or_room_is_not_to_be_answered(side):
    side.hear(OFFER, call=2)
    side.hear(OFFER, room=ROOM[:-1] + "0")
    with pytest.raises(OutOfStep):
        side.say(ANSWER)


def test_both_offer_and_the_one_who_gives_way_answers(side):
    side.say(OFFER)
    side.hear(OFFER)
    side.say(ANSWER)


def test_both_offer_and_whoever_answered_took_theirs_back(side):
    side.say(OFFER)
    side.hear(OFFER)
    side.hear(ANSWER)
    with pytest.raises(OutOfStep):
        side.say(ANSWER)


@pytest.mark.parametrize(
    "late", [signal("ready"), OFFER, candidate(), BYE], ids=["ready", "offer", "candidate", "bye"]
)
def test_nothing_follows_bye(side, late):
    side.say(BYE)
    with pytest.raises(OutOfStep):
        side.say(late)


def test_of_one_who_left_nothing_is_wanted_but_a_bye(side):
    side.hear(OFFER)
    side.hear(BYE)
    with pytest.raises(OutOfStep):
        side.say(ANSWER)
    side.say(BYE)
    with pytest.raises(OutOfStep):
        side.say(BYE)


def test_a_bye_of_another_call_ends_nothing(side):
    side.hear(BYE, call=2)
    side.say(OFFER)


def test_60_candidates_pass_and_one_more_does_not(side):
    for _ in range(MAX_CANDIDATES):
        side.say(candidate())
    with pytest.raises(TooManySignals):
        side.say(candidate())
    side.say(OFFER)


def test_the_withheld_count_as_well(side):
    for _ in range(MAX_CANDIDATES):
        assert side.say(candidate(HOST)).wire() is None
    with pytest.raises(TooManySignals):
        side.say(candidate(HOST))


@pytest.mark.parametrize("flood", [HOST, SRFLX, RELAY, ""], ids=["host", "srflx", "relay", "end"])
@pytest.mark.parametrize("policy", Policy)
def test_many_candidates_of_one_kind_take_no_room_from_the_others(flood, policy):
    """Fails with one count for all kinds, or one pace: a relay's candidates come last."""
    negotiation, pace, seq = Negotiation(RoomId(ROOM), 1), Pace(Clock()), 0

    def say(raw: dict[str, object]) -> bool:
        nonlocal seq
        seq += 1
        try:
            pace.spend(way_of(raw))
            negotiation.say(parse_signal({**raw, "seq": seq}, policy))
        except (TooFast, TooManySignals):
            return False
        return True

    assert say(OFFER)
    passed = sum(say(candidate(flood)) for _ in range(20 * MAX_CANDIDATES))
    assert MAX_CANDIDATES - 1 <= passed <= MAX_CANDIDATES
    others = [one for one in (HOST, SRFLX, RELAY) if one != flood]
    assert all(say(candidate(one)) for one in others for _ in range(30))
    assert flood == "" or say(candidate(""))


@pytest.mark.parametrize(
    ("raw", "way"),
    [
        (candidate(HOST), "host"),
        (candidate(SRFLX), "srflx"),
        (candidate(PRFLX), "prflx"),
        (candidate(RELAY), "relay"),
        (candidate(""), ""),
        (candidate("x typ relay" * 1000), ""),
        (candidate("x" * 1000 + " typ relay"), ""),
        (OFFER, ""),
        (signal("candidate", 7), ""),
        (signal("candidate", {"candidate": 7}), ""),
        (None, ""),
        ([], ""),
    ],
)
def test_what_kind_a_candidate_claims_to_be_is_seen_before_it_is_read(raw, way):
    assert way_of(raw) == way


def test_four_restarts_allow_for_60_more_each(side):
    side.say(description("offer", ufrag="ice0"))
    passed = 0
    for restart in range(1, MAX_RESTARTS + 3):
        side.say(description("offer", ufrag=f"ice{restart}"))
        try:
            for _ in range(MAX_CANDIDATES + (MAX_CANDIDATES if restart == 1 else 0)):
                side.say(candidate())
                passed += 1
        except TooManySignals:
            break
    assert passed == MAX_CANDIDATES * (1 + MAX_RESTARTS) == 300


@pytest.mark.parametrize("again", ["I8mi", "old0"])
def test_no_restart_is_one_that_was_there_before(side, again):
    side.say(description("offer", ufrag="old0"))
    side.say(description("offer", ufrag="I8mi"))
    side.say(description("offer", ufrag=again))
    for _ in range(2 * MAX_CANDIDATES):
        side.say(candidate())
    with pytest.raises(TooManySignals):
        side.say(candidate())


def test_an_answer_with_another_name_is_a_restart_as_well(side):
    for ufrag in ("one0", "two0"):
        side.hear(OFFER)
        side.say(description("answer", ufrag=ufrag))
    for _ in range(2 * MAX_CANDIDATES):
        side.say(candidate())


def test_20_descriptions_pass_and_one_more_does_not(side):
    for _ in range(MAX_DESCRIPTIONS // 2):
        side.say(OFFER)
        side.hear(OFFER)
        side.say(ANSWER)
    with pytest.raises(TooManySignals):
        side.say(OFFER)
    side.say(BYE)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_60_at_once_pass_and_one_more_does_not_until_there_was_time():
    clock = Clock()
    pace = Pace(clock)
    for _ in range(BURST):
        pace.spend()
    with pytest.raises(TooFast):
        pace.spend()
    clock.now += 1 / PER_SECOND - 0.001
    with pytest.raises(TooFast):
        pace.spend()
    clock.now += 0.002
    pace.spend()
    with pytest.raises(TooFast):
        pace.spend()


def test_20_a_second_pass_for_good():
    clock = Clock()
    pace = Pace(clock)
    for _ in range(BURST):
        pace.spend()
    passed = 0
    for _ in range(10_000):
        clock.now += 0.01
        try:
            pace.spend()
            passed += 1
        except TooFast:
            continue
    assert passed == pytest.approx(100 * PER_SECOND, abs=1)


def test_silence_saves_up_no_more_than_a_burst():
    clock = Clock()
    pace = Pace(clock)
    clock.now += 3600
    for _ in range(BURST):
        pace.spend()
    with pytest.raises(TooFast):
        pace.spend()


def test_each_refusal_has_a_code_of_its_own_and_a_sentence():
    kinds = (OutOfStep, TooManySignals, TooFast)
    assert len({kind.code for kind in (*kinds, Refused)}) == 4
    assert all(issubclass(kind, Refused) and kind.sentence.endswith(".") for kind in kinds)
    assert len({kind.sentence for kind in (*kinds, Refused)}) == 4


@pytest.mark.parametrize(
    "note", [signal("ready"), signal("media", {"mic": True, "cam": True, "screen": False})]
)
def test_every_signal_counts_and_only_the_newest_are_remembered(side, note):
    """Fails without `_notes`, or without the window: a tab that says "ready" for ever filled the memory."""
    for _ in range(MAX_NOTES):
        side.say(note)
    with pytest.raises(TooManySignals):
        side.say(note)
    assert len(side.negotiation._said) == WINDOW
    side.seq -= 1
    side.say(note, seq=MAX_NOTES)
    with pytest.raises(OutOfStep):
        side.say(note, seq=MAX_NOTES - WINDOW)
    side.seq = MAX_NOTES + 1
    side.say(BYE)
