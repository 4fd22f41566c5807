"""The checker bites: for each promise a history that breaks it is caught, and one that nearly does is not.

Every test fails without the function it is about in `checker.PROMISES`.
"""

from __future__ import annotations

import time
from typing import Any

from tests.history import History, Record, Rules, Violation, check, left_behind

RULES = Rules(cooldown=0)


class Story:
    """A history told by hand. Page "a" is the tab "ta" of the visitor "va"; `now` is set by `after`."""

    def __init__(self) -> None:
        self.history = History()
        self.now = 0.0

    def after(self, seconds: float) -> Story:
        self.now += seconds
        return self

    def add(self, page: str, what: str, op: int = 0, **facts: Any) -> None:
        name = page.rstrip("'")  # a' is another page of the tab a
        who = (page, f"t{name}", f"v{name[0]}") if page else ("", "", "")
        self.history.records.append(Record(self.now, what, *who, op, facts))

    def act(self, page: str, act: str, outcome: str = "", **facts: Any) -> None:
        op = self.history.number()
        self.add(page, "invoke", op, act=act, **facts)
        if outcome:
            self.add(page, outcome, op)

    def shows(self, page: str, phase: str, room: str = "", away: bool = False) -> None:
        self.add(page, "shows", phase=phase, room=room, away=away)

    def start(self, *pages: str) -> None:
        for page in pages:
            self.act(page, "start")

    def meet(self, one: str, other: str, room: str) -> None:
        """Both search and are shown a new room."""
        self.start(one, other)
        for page in (one, other):
            self.shows(page, "chatting", room)
            self.see(page, room, (1, "connected"), full=True)

    def say(self, page: str, room: str, mark: str, nonce: str = "", outcome: str = "") -> None:
        self.act(page, "post", outcome, room=room, nonce=nonce or f"n-{mark}", mark=mark)

    def see(
        self, page: str, room: str, *lines: tuple, full: bool = False, mine: bool = False, at: int = 0
    ) -> None:
        """Lines as (seq, code) of the system, or (seq, mark, nonce) of somebody."""
        shown = []
        for seq, word, *nonce in lines:
            said = ["text", "", word, nonce[0] if mine else ""] if nonce else ["system", word, "", ""]
            shown.append([seq, *said, mine, at or 1000 * seq])
        self.add(page, "lines", room=room, full=full, lines=shown)

    def found(self, rules: Rules = RULES) -> list[str]:
        return sorted({violation.promise for violation in self.violations(rules)})

    def violations(self, rules: Rules = RULES) -> list[Violation]:
        self.add("", "now")  # so that the history lasts until then
        return check(self.history, rules)


def chat() -> Story:
    """Two in a room, a line said and seen by both."""
    story = Story()
    story.meet("a", "b", "R")
    story.after(1).say("a", "R", "hello", outcome="ok")
    story.see("a", "R", (2, "hello", "n-hello"), mine=True)
    story.see("b", "R", (2, "hello", "n-hello"))
    return story


def test_an_ordinary_chat_is_fine():
    story = chat()
    story.after(30).act("a", "leave", room="R")
    for page in "ab":
        story.see(page, "R", (3, "left"), mine=page == "a")
        story.shows(page, "ended", "R")
    assert story.after(60).found() == []


def test_i1_in_two_open_rooms():
    story = chat()
    story.meet("a2", "c", "S")  # another tab of the same visitor, while R is open
    story.see("b", "R", (3, "late", "n"), at=9000)
    assert "I1" in story.found()


def test_i1_the_next_room_may_open_in_the_moment_the_last_one_closes():
    story = Story()
    story.meet("a", "b", "R")
    story.see("b", "R", (2, "left"), at=5000)
    story.shows("b", "ended", "R")
    story.start("a", "c")
    for page in "ac":
        story.shows(page, "chatting", "S")
        story.see(page, "S", (1, "connected"), full=True, at=5000)
    assert story.found() == []


def test_i2_three_in_a_room():
    story = chat()
    story.start("c")
    story.shows("c", "chatting", "R")
    assert "I2" in story.found()


def test_i2_two_tabs_of_one_visitor():
    story = Story()
    story.meet("a", "a2", "R")
    assert story.found() == ["I2"]
    assert story.found(Rules(cooldown=0, self_match=True)) == []


def test_i2_a_page_that_came_back_is_the_same_participant():
    story = chat()
    story.add("a", "gone")
    story.shows("a'", "chatting", "R")
    story.see("a'", "R", (1, "connected"), full=True)
    story.see("a'", "R", (2, "hello", "n-hello"), mine=True)
    assert story.found() == []


def test_i3_two_rooms_for_one_search():
    story = chat()
    for page in "ab":
        story.see(page, "R", (3, "left"))
        story.shows(page, "ended", "R")
    story.start("c")
    for page in "ac":
        story.shows(page, "chatting", "S")
    assert story.found() == ["I3"]


def test_i3_a_double_click_is_no_room_too_many():
    story = Story()
    story.start("a", "a")
    story.meet("a", "b", "R")
    assert story.found() == []


def met_twice(wait: float, apart: int) -> Story:
    story = Story()
    story.meet("a", "b", "R")
    for page in "ab":
        story.shows(page, "ended", "R")
    story.after(1).start("a", "b")
    story.after(wait)
    for page in "ab":
        story.shows(page, "chatting", "S")
        story.see(page, "S", (1, "connected"), full=True, at=1000 * apart)
    return story


def test_i4_the_same_two_again():
    assert "I4" in met_twice(wait=3, apart=60).found(Rules(cooldown=600))


def test_i4_after_the_cooldown_or_a_long_wait_they_may():
    assert met_twice(wait=3, apart=700).found(Rules(cooldown=600)) == []
    assert met_twice(wait=16, apart=60).found(Rules(cooldown=600)) == []


def test_i4_a_store_that_forgot_is_no_reason():
    story = Story()
    with story.history.fault("flush", emptied=True):
        pass
    begun = story.history.records[0].at
    story.now = begun - 1
    story.meet("a", "b", "R")
    story.now = time.monotonic() + 1
    story.meet("a", "b", "S")
    story.history.records.sort(key=lambda record: record.at)
    assert story.found(Rules(cooldown=600)) == []


def test_i4_blocked():
    assert chat().found(Rules(blocked=frozenset({frozenset({"va", "vb"})}))) == ["I4"]


def test_i5_the_two_sides_differ():
    story = chat()
    story.say("a", "R", "one")
    story.say("b", "R", "two")
    story.see("a", "R", (3, "one", "n-one"), mine=True)
    story.see("b", "R", (3, "two", "n-two"), mine=True)
    assert "I5" in story.found()


def test_i5_a_line_lost_on_one_side():
    story = chat()
    story.say("a", "R", "lost", outcome="ok")
    story.see("a", "R", (3, "lost", "n-lost"), mine=True)
    assert story.after(4).found() == []  # it may be on its way
    assert story.after(60).found() == ["I5"]


def test_i5_a_gap_that_is_filled_in_time_is_none():
    story = chat()
    for mark in ("x", "y"):
        story.say("a", "R", mark)
    story.see("a", "R", (3, "x", "n-x"), (4, "y", "n-y"), mine=True)
    story.see("b", "R", (4, "y", "n-y"))
    story.after(2).see("b", "R", (3, "x", "n-x"))
    assert story.after(60).found() == []


def test_i5_a_line_that_vanishes_from_the_screen():
    story = chat()
    story.after(20).see("b", "R", (1, "connected"), full=True)
    assert story.after(1).found() == ["I5"]


def test_i5_a_fault_puts_off_when_a_line_is_due():
    story = chat()
    story.say("a", "R", "slow")
    story.see("a", "R", (3, "slow", "n-slow"), mine=True)
    story.add("", "fault", name="stopped", emptied=False)
    story.after(30).add("", "healed", name="stopped")
    story.after(2).see("b", "R", (3, "slow", "n-slow"))
    assert story.found() == []


def test_i5_a_line_after_the_end():
    story = chat()
    story.say("a", "R", "late")
    for page in "ab":
        story.see(page, "R", (3, "left"))
        story.see(page, "R", (4, "late", "n-late"), mine=page == "a")
    assert story.found() == ["I5"]


def test_i6_a_retry_said_twice():
    story = chat()
    story.say("a", "R", "hello")
    story.see("a", "R", (3, "hello", "n-hello"), mine=True)
    story.see("b", "R", (3, "hello", "n-hello"))
    assert story.found() == ["I6"]


def test_i6_seen_twice_by_the_partner_alone():
    story = chat()
    story.say("a", "R", "twice", outcome="unknown")
    story.add("a", "gone")
    story.see("b", "R", (3, "twice", "n-twice"), (4, "twice", "n-twice"))
    assert story.found() == ["I6"]


def test_i6_refused_yet_said():
    story = chat()
    story.say("a", "R", "no", outcome="fail")
    story.see("a", "R", (3, "no", "n-no"), mine=True)
    story.see("b", "R", (3, "no", "n-no"))
    assert story.found() == ["I6"]


def test_i6_an_unknown_post_may_appear_later_or_never():
    story = chat()
    for mark in ("maybe", "never"):
        story.say("a", "R", mark, outcome="unknown")
    story.say("a", "R", "maybe", outcome="fail")  # the retry came after the end; the first had got through
    story.after(20)
    story.see("a", "R", (3, "maybe", "n-maybe"), mine=True)
    story.see("b", "R", (3, "maybe", "n-maybe"))
    assert story.after(60).found() == []


def test_i7_a_line_of_another_room():
    story = chat()
    story.meet("c", "d", "S")
    story.say("c", "S", "private")
    story.see("b", "R", (3, "private", "n-private"))
    assert story.found() == ["I7"]


def test_i7_a_signal_of_nobody():
    story = chat()
    sign = ["R", 1, 1, "bye"]
    story.act("a", "signal", "ok", sign=sign)
    story.add("b", "heard", kind="signal", sign=sign)
    assert story.found() == []
    story.meet("c", "d", "S")
    story.add("c", "heard", kind="signal", sign=sign)
    assert story.found() == ["I7"]


def test_i7_typing_of_nobody():
    story = chat()
    story.act("a", "type", room="R")
    story.add("b", "heard", kind="typing")
    assert story.found() == []
    story.add("a", "heard", kind="typing")
    assert story.found() == ["I7"]


def test_i8_a_sanctioned_visitor():
    assert chat().found(Rules(cooldown=0, sanctioned=frozenset({"vb"}))) == ["I8"]
    assert chat().found(Rules(cooldown=0, sanctioned=frozenset({"vc"}))) == []


def test_i9_no_such_phase():
    story = Story()
    story.shows("a", "chatting", "")
    assert story.found() == ["I9"]
    story = Story()
    story.shows("a", "dreaming")
    assert story.found() == ["I9"]


def test_i9_a_conversation_that_is_forgotten():
    story = chat()
    story.after(9).shows("a", "idle")
    assert story.found() == ["I9"]
    story = chat()
    story.after(9).act("a", "home", room="R")
    story.shows("a", "idle")
    assert story.found() == []


def test_i9_a_room_that_opens_again():
    story = chat()
    for page in "ab":
        story.see(page, "R", (3, "left"))
        story.shows(page, "ended", "R")
    for page in "ab":
        story.shows(page, "chatting", "R")
    assert story.after(1).found() == []  # what a page shows before it has arrived
    assert story.after(20).found() == ["I9"]


def test_i9_the_sides_disagree_for_more_than_a_moment():
    story = chat()
    story.act("a", "next", room="R")
    story.shows("a", "searching")
    assert story.after(3).found() == []
    assert "I9" in story.after(20).found()


def test_l1_two_who_wait_for_each_other():
    story = Story()
    story.start("a")
    story.shows("a", "searching")
    story.after(30).start("b")
    story.shows("b", "searching")
    assert story.after(1.5).found() == []
    assert story.after(1).found() == ["L1"]


def test_l1_paired_at_last():
    story = Story()
    for page in "ab":
        story.start(page)
        story.shows(page, "searching")
    story.after(4)
    for page in "ab":
        story.shows(page, "chatting", "R")
    assert story.found(Rules(cooldown=600)) == ["L1"]


def test_l1_who_may_not_meet_is_not_missed():
    story = met_twice(wait=1, apart=700)
    for page in "ab":
        story.act(page, "next", room="S")
        story.shows(page, "searching")
    assert story.after(30).found(Rules(cooldown=600)) == []
    story = Story()
    story.start("a", "a2")
    story.shows("a", "searching")
    story.shows("a2", "searching")
    assert story.after(30).found() == []


def test_l1_who_stopped_is_not_missed():
    story = Story()
    story.start("a", "b")
    for page in "ab":
        story.shows(page, "searching")
    story.after(1).act("a", "cancel")
    story.after(9).shows("a", "idle")
    assert story.found() == []


def test_l2_left_alone():
    story = chat()
    story.add("b", "gone")
    assert story.after(9).found() == []
    assert story.after(2).found() == ["L2"]


def test_l2_shown_as_away_and_never_released():
    story = chat()
    story.add("b", "gone")
    story.after(5).shows("a", "chatting", "R", away=True)
    assert story.after(24).found() == []
    assert story.after(2).found() == ["L2"]


def test_l2_who_comes_back_in_time_is_not_gone():
    story = chat()
    story.add("b", "gone")
    story.after(5).shows("a", "chatting", "R", away=True)
    story.after(10).act("b", "open", "ok")
    story.shows("b", "chatting", "R")
    story.see("b", "R", (1, "connected"), full=True)
    story.see("b", "R", (2, "hello", "n-hello"))
    story.shows("a", "chatting", "R")
    assert story.after(60).found() == []


def test_l2_a_page_has_no_name_before_it_has_arrived():
    story = Story()
    for page in "ab":
        story.history.records.append(
            Record(0, "shows", page, facts={"phase": "loading", "room": "", "away": False})
        )
    story.meet("a", "b", "R")
    assert story.after(60).found() == []


def test_l3_what_is_left_behind():
    fine = {"whimsy:{text}:closed": 900, "whimsy:online": 30, "whimsy:{seat:x}": 9, "other": -1}
    assert left_behind(fine) == []
    assert len(left_behind({"whimsy:{text}:met:x": -1})) == 1
    for kind in ("room:text-x", "log:text-x", "tab:x", "leases", "away", "open", "tag:jazz"):
        key = f"whimsy:{{text}}:{kind}"
        assert len(left_behind({key: 60})) == 1
        assert left_behind({key: 60}, quiet=False) == []


def test_a_violation_shows_what_proves_it():
    story = chat()
    story.add("b", "gone")
    assert "t" in str(story.after(50).violations()[0])


def test_a_history_comes_back_from_its_file(tmp_path):
    file = tmp_path / "history.jsonl"
    history = History(file)
    history.add("invoke", "p1", "t1", "v1", 1, act="start")
    history.close()
    assert History.read(file).records == history.records
