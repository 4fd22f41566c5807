"""The invariants of a town of strangers, held against whatever they do, on the real Valkey.

I1 a visitor is in at most one open room; I2 a room has two different visitors; I3 a ticket is used once;
I4 nobody meets again within the cooldown, nor ever if blocked; I5 both see the same lines, no gaps, nothing
after the end; I6 a nonce has one seq; I7 an event reaches only its room; L1 who may meet is paired;
L2 who is gone is noticed within 30 s; L3 nothing remains when all have left.
"""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from tests.promises.machine import hold
from tests.promises.model import GRACE_LOST, LEASE, RELAXED, Model, Room, Tab
from tests.town import Citizen, Town
from whimsy import errors, events
from whimsy.lobby.lobby import Lapsed, Matched, SearchStatus, Waiting
from whimsy.settings import Settings
from whimsy.storage.keys import TEXT, RoomId
from whimsy.visitors.blocks import block

who = st.integers(0, 5)  # six tabs of five visitors: the last two share one
wishes = st.frozensets(st.sampled_from(["jazz", "tea", "chess"]), max_size=2)
languages = st.sampled_from(["", "en", "de"])


class Strangers(RuleBasedStateMachine):
    redis_url: str
    data_dir = None

    @initialize()
    def found(self):
        self.loop = asyncio.new_event_loop()
        self.town = self.run(Town.found(Settings(redis_url=self.redis_url, data_dir=self.data_dir)))
        self.model = Model()
        self.citizens: list[Citizen] = []
        self.tickets: set[str] = set()
        self.said: dict[tuple[str, int, str], int] = {}
        self.ever_in: dict[int, set[str]] = {i: set() for i in range(6)}
        for i in range(6):
            visitor = f"v{min(i, 4)}"
            self.citizens.append(self.town.citizen(visitor))
            self.model.tabs[i] = Tab(i, visitor)

    def run(self, job):
        return self.loop.run_until_complete(job)

    # --- what they do

    @rule(i=who, interests=wishes, language=languages, wished=st.booleans())
    def enter(self, i, interests, language, wished):
        self._enter(i, interests, language, wished and bool(language), leaving=None)

    @rule(i=who, interests=wishes)
    def next(self, i, interests):
        tab = self.model.tabs[i]
        if isinstance(tab.place, str) and tab.place.startswith("text-"):
            self._enter(i, interests, "", wished=False, leaving=tab.place)

    def _enter(self, i, interests, language, wished, leaving):
        citizen, tab = self.citizens[i], self.model.tabs[i]
        if not tab.connected:
            return
        try:
            outcome = self.run(
                citizen.enter(*sorted(interests), language=language, wished=wished,
                              leaving=RoomId(leaving) if leaving else None)
            )  # fmt: skip
        except errors.BusyElsewhere:
            twins = [t for t in self.model.tabs.values() if t.visitor == tab.visitor and t is not tab]
            assert any(self._busy(t) and self.model.alive(t) for t in twins), "refused for nothing"
            return
        for twin in self.model.tabs.values():  # a dead tab of the same visitor gives up its place
            if twin.visitor == tab.visitor and twin is not tab and self._busy(twin):
                assert not self.model.alive(twin)
                self._vacated(twin)
        if leaving and self.model.rooms[leaving].open:
            self._closed(leaving)
        if tab.place != "searching" and not self._in_open_room(tab):
            tab.place, tab.since = "searching", self.model.now
            tab.interests, tab.language, tab.wished = interests, language, wished
        tab.breath = self.model.now
        self._outcome(i, outcome)

    @rule(i=who)
    def poll(self, i):
        citizen, tab = self.citizens[i], self.model.tabs[i]
        if not tab.connected or not citizen.ticket:
            return
        outcome = self.run(citizen.poll())
        if isinstance(outcome, Waiting):
            assert tab.place == "searching", "a late poll brought a ticket back"
            tab.breath = self.model.now
        self._outcome(i, outcome)

    @rule(i=who)
    def cancel(self, i):
        tab = self.model.tabs[i]
        if tab.connected and tab.place == "searching":
            self.run(self.citizens[i].cancel())
            tab.place = "idle"
            self.citizens[i].ticket = ""

    @rule(i=who, nonce=st.sampled_from("abc"))
    def post(self, i, nonce):
        self._say(i, self.model.tabs[i].place, nonce)

    @rule(i=who, nonce=st.sampled_from("abc"), which=st.integers(0, 99))
    def post_into_any_room(self, i, nonce, which):
        self._say(i, self._any_room(which), nonce)

    def _any_room(self, which):
        """By a number drawn blindly: what is drawn must not depend on a real store, which no run repeats."""
        rooms = list(self.model.rooms)
        return rooms[which % len(rooms)] if rooms else ""

    def _say(self, i, room, nonce):
        tab = self.model.tabs[i]
        if not isinstance(room, str) or not room.startswith("text-"):
            return
        inside = tab.place == room and self.model.rooms[room].open
        try:
            posted = self.run(self.citizens[i].say(RoomId(room), f"{i} says {nonce}", nonce))
        except (errors.NotInRoom, errors.RoomClosed, errors.NotHolder):
            assert not inside, "refused although in the room"
            return
        assert inside, "spoke in a room it is not in"
        assert posted.entry
        seq = posted.entry.seq
        assert self.said.setdefault((room, i, nonce), seq) == seq, "one nonce, two seqs"

    @rule(i=who)
    def typing(self, i):
        tab = self.model.tabs[i]
        if self._in_open_room(tab):
            self.run(self.town.rooms.typing(self.citizens[i].place, RoomId(tab.place)))

    @rule(i=who, stale=st.booleans(), which=st.integers(0, 99))
    def leave(self, i, stale, which):
        tab = self.model.tabs[i]
        room = self._any_room(which) if stale else tab.place
        if not isinstance(room, str) or not room.startswith("text-"):
            return
        try:
            self.run(self.citizens[i].leave(RoomId(room)))
        except errors.NotHolder:
            assert tab.place != room
        if tab.place == room and self.model.rooms[room].open:
            self._closed(room)

    @rule(i=who)
    def lose_connection(self, i):
        tab = self.model.tabs[i]
        if tab.connected and tab.place != "idle":
            self.run(self.citizens[i].part(grace=10))
            tab.connected, tab.parted = False, True

    @rule(i=who)
    def fall_silent(self, i):
        self.model.tabs[i].connected = False  # half-open: nobody is told

    @rule(i=who)
    def come_back(self, i):
        tab = self.model.tabs[i]
        snapshot = self.run(self.citizens[i].come_back())
        tab.connected, tab.parted, tab.breath = True, False, self.model.now
        self.citizens[i].ticket = snapshot.ticket
        if snapshot.phase == "idle":
            tab.place = "idle"
        elif snapshot.room:
            self._learn(snapshot.room)
        assert (snapshot.phase == "searching") == (tab.place == "searching")

    @rule(one=who, other=who)
    def block(self, one, other):
        pair = frozenset({self.model.tabs[one].visitor, self.model.tabs[other].visitor})
        if len(pair) == 2 and len(self.model.blocked) < 3:
            self.run(block(self.town.store, [tuple(sorted(pair))], 60_000))
            self.model.blocked.add(pair)

    @rule()
    def lose_the_store(self):
        """Redis comes back empty: everybody is back at the start, and no half of a room is left."""
        if not self.model.rooms:
            return
        before = self.run(self.citizens[0].see()).epoch
        self.run(self.town.client.flushall())
        self.model.forget()
        for i, citizen in enumerate(self.citizens):
            citizen.ticket = ""
            seen = self.run(citizen.see())
            assert seen.phase == "idle" and seen.epoch != before
            self.ever_in[i] |= {event.room for event in citizen.heard if isinstance(event, events.Paired)}

    @rule(seconds=st.sampled_from([0.5, 3, 6]))
    def time_passes(self, seconds):
        self._advance(seconds)

    @rule()
    def a_long_time_passes(self):
        for _ in range(4):
            self._advance(RELAXED / 3)

    @rule()
    def everybody_looks_again(self):
        """L1: after one round of polls no two who may meet are left waiting (half-open ones poll no more)."""
        for i, tab in self.model.tabs.items():
            if tab.connected and tab.place == "searching":
                self.poll(i)
        waiting = self.model.waiting()
        for tab in waiting:
            for other in waiting:
                if tab is not other and tab.connected and other.connected:
                    assert not self.model.may_meet(tab, other), f"{tab} and {other} wait for nothing"

    @rule()
    def half_a_minute_passes(self):
        """L2: whose partner is gone is told within 30 s."""
        for _ in range(30):
            self._advance(1)
        for name, room in self.model.rooms.items():
            if room.open and not all(self.model.tabs[i].connected for i in room.tabs):
                raise AssertionError(f"{name} is open although a side is gone")

    # --- what must be true

    @invariant()
    def rooms_are_of_two_and_visitors_in_one(self):
        seen: dict[str, str] = {}
        for name, room in self.model.rooms.items():
            facts = self.run(self.town.client.hgetall(f"whimsy:{{text}}:room:{name}"))
            assert bool(facts.get("closed")) != room.open, f"{name}: model and store disagree"
            if room.open:
                persons = {facts["pa"], facts["pb"]}
                assert len(persons) == 2
                for person in persons:
                    assert seen.setdefault(person, name) == name, f"{person} is in two rooms"

    @invariant()
    def both_see_the_same_lines(self):
        for name, room in self.model.rooms.items():
            views = [self.run(self.citizens[i].see()) for i in room.tabs if self.model.tabs[i].place == name]
            for view in views:
                assert [entry.seq for entry in view.log] == list(range(1, view.n + 1))
                assert view.log == views[0].log
                endings = [entry.seq for entry in view.log if entry.code == "left"]
                assert endings == ([] if room.open else [view.n]), "something after the end"

    @invariant()
    def events_reach_only_their_room(self):
        self.run(self.town.listen())
        for i, citizen in enumerate(self.citizens):
            for event in citizen.heard:
                if isinstance(event, events.Paired):
                    assert event.ticket not in self.tickets, "a ticket was used twice"
                    self.tickets.add(event.ticket)
                    self.ever_in[i].add(event.room)
                if isinstance(event, events.Appended | events.PartnerTyping):
                    assert event.room in self.ever_in[i] or self.model.tabs[i].place == event.room
            citizen.heard.clear()

    def teardown(self):
        """L3: when all have left, only what expires by itself remains."""
        if not hasattr(self, "town"):
            return
        for tab in self.model.tabs.values():
            tab.connected = False
        for _ in range(5):
            self._advance(GRACE_LOST / 2)
        for key in self.run(self.town.client.keys("whimsy:{text}:*")):
            assert key.split(":")[2] in (
                "epoch",
                "reaped",
                "tab",
                "room",
                "log",
                "nonces",
                "met",
                "blocks",
                "closed",
                "comers",
                "waits",
            ), key
            assert self.run(self.town.client.pttl(key)) > 0, key
        self.run(self.town.close())
        self.loop.close()

    # --- keeping the model in step

    def _advance(self, seconds):
        self.town.sleep(seconds)
        self.model.now += seconds
        for i, tab in self.model.tabs.items():
            if tab.connected and tab.place != "idle":
                found = self.run(self.citizens[i].breathe())
                if found.lease == "held":
                    tab.breath = self.model.now
                elif found.lease == "away":  # its process notices and returns properly
                    self.run(self.citizens[i].come_back())
                    tab.breath = self.model.now
        self.run(self.town.lobby.reap(TEXT))
        for tab in self.model.tabs.values():
            if tab.place != "idle" and not tab.connected:
                snapshot = self.run(self.citizens[tab.name].see())
                if snapshot.phase == "idle" and tab.place == "searching":
                    self._vacated(tab)
                if snapshot.phase == "ended" and self._in_open_room(tab):
                    self._closed(tab.place)

    def _outcome(self, i: int, outcome: SearchStatus):
        match outcome:
            case Matched(room):
                self._learn(room)
            case Lapsed("gone"):
                self.citizens[i].ticket = ""

    def _learn(self, name: str):
        if name in self.model.rooms:
            return
        facts = self.run(self.town.client.hgetall(f"whimsy:{{text}}:room:{name}"))
        pair = [
            next(t for t in self.model.tabs.values() if self.citizens[t.name].tab.id == facts[s])
            for s in "ab"
        ]
        one, other = pair
        assert self.model.may_meet(one, other, ignoring_cooldown=True), f"{one} met {other}"
        if self.model.cooling(one, other):
            assert all(self.model.now - tab.since >= RELAXED for tab in pair), "met again too soon"
        assert all(tab.place == "searching" for tab in pair)
        self.model.met[frozenset({one.visitor, other.visitor})] = self.model.now
        self.model.rooms[name] = Room((one.name, other.name), self.model.now)
        for tab in pair:
            tab.place = name
            tab.breath = max(tab.breath, self.model.now - LEASE + 0.001)
            self.ever_in[tab.name].add(name)

    def _closed(self, name: str):
        self.model.rooms[name].open = False

    def _vacated(self, tab: Tab):
        if self._in_open_room(tab):
            self._closed(tab.place)
        tab.place, tab.parted = "idle", False
        self.citizens[tab.name].ticket = ""

    def _busy(self, tab: Tab) -> bool:
        return tab.place == "searching" or self._in_open_room(tab)

    def _in_open_room(self, tab: Tab) -> bool:
        return tab.place in self.model.rooms and self.model.rooms[tab.place].open


@pytest.mark.timeout(300)
def test_whatever_strangers_do_the_promises_hold(valkey, tmp_path):
    hold(Strangers, valkey, tmp_path, examples=100, steps=50)
