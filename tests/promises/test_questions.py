"""The invariants of question mode, held against whatever people do, on the real Valkey.

Q1 a room has three different visitors, of whom nobody blocked another: two who talk, and one who asked, at
first; Q2 what the events made of a view is what a fresh snapshot says, for all three; Q3 an asker adds no
line to it but the question and that they left; Q4 who looks finds somebody exactly if somebody else waits
to discuss and somebody asks; Q5 once an asker has gone they see no further line, and the two go on.
"""

from __future__ import annotations

import asyncio
import itertools

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from tests.promises.machine import hold
from tests.town import Town
from whimsy import errors
from whimsy.acts.view import View
from whimsy.events import Paired
from whimsy.lobby.lobby import Waiting
from whimsy.rooms.room import IDLE
from whimsy.settings import Settings
from whimsy.storage.keys import QUESTION
from whimsy.visitors.blocks import block

COMPARED = ("phase", "room", "seat", "n", "away", "again", "asked", "video", "call", "ending", "role")
who = st.integers(0, 5)


class Asking(RuleBasedStateMachine):
    redis_url: str
    data_dir = None

    @initialize(blocked=st.frozensets(st.tuples(who, who), max_size=3))
    def found(self, blocked):
        self.loop = asyncio.new_event_loop()
        held = Settings(redis_url=self.redis_url, data_dir=self.data_dir, cooldown=0, same_address="meet")
        self.town = self.run(Town.found(held))
        self.people = [self.town.citizen(cell=QUESTION) for _ in range(6)]
        self.views = [View(500) for _ in self.people]
        self.blocked = {frozenset(pair) for pair in blocked if len(set(pair)) == 2}
        pairs = [(self.people[i].tab.person, self.people[j].tab.person) for i, j in map(tuple, self.blocked)]
        if pairs:
            self.run(block(self.town.store, pairs, 60_000))
        for view in self.views:
            view.show(IDLE)

    def run(self, job):
        return self.loop.run_until_complete(job)

    def one(self, i, *phases):
        """One of those in these phases, None if nobody is."""
        there = [j for j, view in enumerate(self.views) if view.phase in phases]
        return there[i % len(there)] if there else None

    @rule(i=who, asks=st.booleans())
    def search(self, i, asks):
        if (i := self.one(i, "idle", "ended")) is not None:
            room = self.views[i].room or None
            question = f"question of {i}?" if asks else ""
            self._searched(i, self.run(self.people[i].enter(question=question, leaving=room)))

    @rule(i=who)
    def poll(self, i):
        if (i := self.one(i, "searching")) is not None:
            self._searched(i, self.run(self.people[i].poll()))

    @rule(i=who)
    def cancel(self, i):
        if (i := self.one(i, "searching")) is not None:
            self.run(self.people[i].cancel())
            self.views[i].show(IDLE)

    @rule(i=who)
    def say(self, i):
        if (i := self.one(i, "chatting")) is None:
            return
        view = self.views[i]
        if view.watches:
            with pytest.raises(errors.Watching):
                self.run(self.people[i].say(view.room, f"{i}"))
        else:
            self.run(self.people[i].say(view.room, f"{i}"))

    @rule(i=who, act=st.sampled_from(["offer", "accept", "stop"]))
    def call(self, i, act):
        if (i := self.one(i, "chatting")) is None:
            return
        view, act = self.views[i], self.town.rooms.video(self.people[i].place, self.views[i].room, act)
        try:
            self.run(act)
        except errors.Watching:
            assert view.watches
        except errors.Watched:
            assert view.asked and not view.watches
        except errors.VideoRests:
            assert not view.asked
        else:
            assert not view.asked and not view.watches

    @rule(i=who)
    def leave(self, i):
        if (i := self.one(i, "chatting")) is not None:
            self.run(self.people[i].leave(self.views[i].room))

    @rule(i=who)
    def reconnect(self, i):
        if (i := self.one(i, "chatting")) is not None:
            self.run(self.people[i].part(grace=10))
            self.views[i].show(self.run(self.people[i].come_back()))

    @rule(i=who)
    def vanish(self, i):
        """The network is gone until the place is freed."""
        if (i := self.one(i, "chatting")) is not None:
            self.run(self.people[i].part(grace=0.001))
            self.town.sleep(0.01)
            self.run(self.town.lobby.reap(QUESTION))
            watched, room = self.views[i].watches, self.views[i].room
            self._look(i)
            assert self.views[i].ending == "gone"
            others = [self.run(one.see()) for one in self.people if one is not self.people[i]]
            still = {other.phase for other in others if other.room == room and other.seat != "q"}
            assert still == ({"chatting"} if watched else {"ended"})

    @invariant()
    def all_see_what_a_fresh_page_would(self):
        """Q2, Q3, Q5."""
        for i, view in enumerate(self.views):
            heard, self.people[i].heard = self.run(self.people[i].listen()), []
            for event in heard:
                assert view.apply(event), "an event was lost"
            fresh = View(500)
            fresh.show(self.run(self.people[i].see()))
            if view.phase == "searching" and fresh.phase == "searching":
                continue
            assert {name: getattr(view, name) for name in COMPARED} == {
                name: getattr(fresh, name) for name in COMPARED
            }
            assert view.lines(None) == fresh.lines(None)
            said = [entry.code for entry in view.log if entry.seat == "q"]
            assert said in ([], ["question"], ["question", "asker_left"])

    @invariant()
    def rooms_are_of_three(self):
        """Q1."""
        rooms = {view.room for view in self.views if view.phase == "chatting"}
        for room in rooms:
            seats = sorted(v.seat for v in self.views if v.room == room and v.phase == "chatting")
            assert seats in (["a", "b", "q"], ["a", "b"]), seats
            inside = [i for i, v in enumerate(self.views) if v.room == room and v.phase == "chatting"]
            assert not any(frozenset(pair) in self.blocked for pair in itertools.combinations(inside, 2))

    @rule(i=who)
    def nobody_waits_in_vain(self, i):
        """Q4."""
        waiting = [j for j, view in enumerate(self.views) if view.phase == "searching"]
        askers = [j for j in waiting if self.people[j].asks]
        others = [j for j in waiting if not self.people[j].asks and j != i]
        if self.views[i].phase != "searching" or self.people[i].asks:
            return
        possible = any(
            not any(frozenset(pair) in self.blocked for pair in itertools.combinations((asker, other, i), 2))
            for asker in askers
            for other in others
        )
        outcome = self.run(self.people[i].poll())
        assert isinstance(outcome, Waiting) != possible
        self._searched(i, outcome)

    def teardown(self):
        if hasattr(self, "town"):
            self.run(self.town.close())
            self.loop.close()

    def _searched(self, i, outcome):
        """A search shows its ticket; a match is told by an event, also to who made it."""
        if isinstance(outcome, Waiting):
            self.views[i].search(outcome.ticket, outcome.stage, outcome.company)
            return
        assert [entry.code for entry in self.run(self.people[i].see()).log] == ["connected", "question"]
        for event in self.run(self.people[i].listen()):
            if isinstance(event, Paired) and event.room == outcome.room:
                self.views[i].search(event.ticket, 0)

    def _look(self, i):
        self.views[i].show(self.run(self.people[i].see()))


@pytest.mark.timeout(300)
def test_whatever_people_do_who_asks_only_watches(valkey, tmp_path):
    hold(Asking, valkey, tmp_path, examples=60, steps=40)
