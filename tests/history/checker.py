"""Replays a history against what Whimsy promises (I1 to I9, L1 and L2; L3 is for `left_behind`).

What is shown may lag behind the store for a moment, and an act without an outcome may have had its effect
or not: nothing is reported that an honest server could have caused.
"""

from __future__ import annotations

from tests.history import liveness, phases, safety
from tests.history.history import History
from tests.history.rules import Rules, Violation
from tests.history.timeline import Timeline

PROMISES = (
    safety.one_room_each,
    safety.two_in_a_room,
    safety.one_pairing_a_search,
    safety.not_again,
    safety.same_lines,
    safety.no_line_missing,
    safety.one_seq_a_nonce,
    safety.only_to_participants,
    safety.no_room_for_sanctioned,
    phases.reachable_phases,
    phases.both_sides_agree,
    liveness.paired_in_time,
    liveness.gone_is_noticed,
)


def check(history: History, rules: Rules | None = None) -> list[Violation]:
    """Everything in the history that breaks a promise."""
    timeline, rules = Timeline(list(history.records)), rules or Rules()
    return [violation for promise in PROMISES for violation in promise(timeline, rules)]
