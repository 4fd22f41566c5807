"""A short soak: half a dozen strangers, two workers, everything that can break a little."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.history import History, Violation
from tests.soak import gauges
from tests.soak.soak import Findings, report, soak


@pytest.mark.served
@pytest.mark.timeout(240)
async def test_strangers_at_random_for_a_while(tmp_path):
    """Fails without the line `if said then return` in post.lua (I6), or without `elseif is_open(me.room)` in
    claim.lua (I1)."""
    history = History()
    found = await soak(tmp_path, seconds=14, seed="a short one", many=10, every=4, history=history)
    assert found.fine, "\n".join(map(str, [*found.grown, *found.violations.values()]))
    assert sum(found.faults.values()) >= 2
    posts = {record.op for record in history.records if record.facts.get("act") == "post"}
    accepted = {record.op for record in history.records if record.what == "ok"} & posts
    assert len(accepted) > len(posts) / 2 > 10  # or there was nothing to check


def test_what_grew_is_said():
    before = gauges.Held(rss=100 * 2**20, fds=20, threads=5)
    assert list(gauges.grown(before, gauges.Held(rss=120 * 2**20, fds=24, threads=5))) == []
    assert len(list(gauges.grown(before, gauges.Held(rss=160 * 2**20, fds=40, threads=50)))) == 3


def test_keys_are_counted_by_what_they_are():
    names = {
        "whimsy:{text}:room:text-x": "room", "whimsy:{video}:leases": "leases", "whimsy:{seat:x}": "seat",
        "whimsy:{flood:x}:a_digest": "flood", "whimsy:online": "online", "else": "foreign",
    }  # fmt: skip
    assert {key: gauges.kind(key) for key in names} == names


def test_a_broken_promise_and_a_leak_are_in_the_report():
    look = gauges.Held(Counter(room=1), 2**20, 10, 3)
    found = Findings([look] * 4, {"I2": Violation("I2", "three")}, ["fds: 3 before, 9 after"])
    assert not found.fine
    assert str(report(found, 10)).count("MISSED") == 2
