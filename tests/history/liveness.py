"""L1 to L3: what must happen in time. Each is one function, with its statement."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from tests.history.rules import Found, Rules, Violation
from tests.history.timeline import Span, Talk, Timeline


def paired_in_time(t: Timeline, rules: Rules) -> Found:
    """L1: if two live tickets may meet, they are paired within 2 s."""
    active: list[Span] = []
    for span in (span for span in t.spans("phase") if span.key == ("searching",)):
        active = [other for other in active if other.ended > span.begun]
        for other in active:
            mine, theirs = _search(t, span), _search(t, other)
            choosy = mine.get("wishes") or theirs.get("wishes")
            wait = rules.paired_within + (rules.widened_after if choosy else 0)
            until = _stopped(t, min(span.ended, other.ended), span, other)
            late = mine.get("mode") == theirs.get("mode") and t.due(span.begun, wait) < until
            if late and _may_meet(t, rules, span, other):
                yield Violation("L1", f"both searched {until - span.begun:.1f} s", [other.first, span.first])
        active.append(span)


def _search(t: Timeline, span: Span) -> dict[str, Any]:
    """What the search was begun with."""
    acts = reversed(t.acts_of(span.first.tab, "start", "next"))
    return next((act.facts for act in acts if act.at <= span.begun), {})


def _stopped(t: Timeline, until: float, *spans: Span) -> float:
    """A search counts no longer than until somebody asked to stop it."""
    since = max(span.begun for span in spans)
    acts = [act.at for span in spans for act in t.acts_of(span.first.tab, "cancel", "close")]
    return min([until, *(at for at in acts if since <= at)])


def _may_meet(t: Timeline, rules: Rules, one: Span, other: Span) -> bool:
    tabs, visitors = {one.first.tab, other.first.tab}, frozenset({one.first.visitor, other.first.visitor})
    if len(tabs) < 2 or (len(visitors) < 2 and not rules.self_match):
        return False
    if visitors in rules.blocked or visitors & rules.sanctioned:
        return False
    return not any(
        frozenset(talk.tabs.values()) >= visitors
        and 0 <= one.begun - talk.shown_first < rules.cooldown + rules.moment
        for talk in t.talks.values()
    )


def gone_is_noticed(t: Timeline, rules: Rules) -> Found:
    """L2: if one side is gone, the other learns it: shown as away within 10 s, released within 30 s."""
    here: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for span in t.spans():
        here[span.first.tab].append((span.begun, span.ended))
    opened: dict[str, list[float]] = defaultdict(list)
    for act in t.acts("open"):
        opened[act.tab].append(act.at)
    for names, limit, says in (
        (("phase", "room", "away"), rules.away_within, "is not shown that its partner is away"),
        (("phase", "room"), rules.released_within, "is kept in a room alone"),
    ):
        for span in t.spans(*names):
            if span.key[0] != "chatting" or span.key[2:] == (True,):
                continue
            talk = t.talks.get(span.key[1], Talk(""))
            others = [tab for tab in talk.tabs if tab != span.first.tab]
            # A page that is opened is on its way back, whether it arrives or not.
            breaths = sorted(b for tab in others for b in [*here[tab], *((at, at) for at in opened[tab])])
            alone = span.begun
            for begun, ended in [*breaths, (span.ended, span.ended)]:
                if t.due(alone, limit) < min(begun, span.ended):
                    yield Violation("L2", f"{span.first.tab} {says}", [span.first])
                    break
                alone = max(alone, ended)


_OURS = re.compile(r"whimsy:(?:\{[^}]*\}:?)?(?P<kind>[a-z]*)")
_BRIEF = {"room", "log", "nonces", "tab", "leases", "away", "open", "tag", "lang"}


def left_behind(dump: Mapping[str, int], *, quiet: bool = True) -> list[Violation]:
    """L3: nothing remains in Redis an hour after the last visitor: no room, ticket or lease; no endless key.

    dump: every key with its TTL in seconds, -1 for none. quiet: all left an hour ago; else only TTLs count.
    """
    found = []
    for key, ttl in dump.items():
        if not (ours := _OURS.match(key)):
            continue
        if ttl == -1:
            found.append(Violation("L3", f"{key} never ends"))
        elif quiet and ours["kind"] in _BRIEF:
            found.append(Violation("L3", f"{key} remains"))
    return found
