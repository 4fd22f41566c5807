"""Replays a history against what Whimsy promises: each invariant is one function, with its statement.

What is shown may lag behind the store for a moment, and an act without an outcome may have had its effect
or not: nothing is reported that an honest server could have caused.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise, permutations, product

from tests.history.history import History, Record
from tests.history.timeline import Span, Talk, Timeline, overlapping


@dataclass(frozen=True)
class Rules:
    """What the server was started with, and how long a view may lag. Seconds."""

    cooldown: float = 600
    relaxed_after: float = 15
    widened_after: float = 10
    lines_kept: int = 500
    self_match: bool = False
    sanctioned: frozenset[str] = frozenset()
    blocked: frozenset[frozenset[str]] = frozenset()
    moment: float = 5
    paired_within: float = 2
    away_within: float = 10
    released_within: float = 30


@dataclass(frozen=True)
class Violation:
    """A promise that was broken, and the records that prove it."""

    promise: str
    says: str
    proof: list[Record] = field(default_factory=list)

    def __str__(self) -> str:
        return "\n".join([f"{self.promise}: {self.says}", *(f"    {record}" for record in self.proof)])


Found = Iterator[Violation]


def check(history: History, rules: Rules | None = None) -> list[Violation]:
    """Everything in the history that breaks a promise; L3 is for `left_behind`."""
    timeline, rules = Timeline(list(history.records)), rules or Rules()
    return [violation for promise in PROMISES for violation in promise(timeline, rules)]


def one_room_each(t: Timeline, rules: Rules) -> Found:
    """I1: a visitor is in at most one open room. By the store's own times, which every line bears."""
    theirs: dict[str, list[Talk]] = defaultdict(list)
    for talk in t.talks.values():
        for tab, visitor in talk.tabs.items():
            theirs[tab if rules.self_match else visitor].append(talk)
    for person, talks in theirs.items():
        latest = None
        for talk in sorted(
            {id(talk): talk for talk in talks if talk.lines}.values(), key=lambda talk: talk.opened
        ):
            if latest and talk.opened < latest.closed and not t.emptied(latest.shown_first, talk.shown_first):
                yield Violation("I1", f"{person} in two open rooms", [*_ends(latest), *_ends(talk)])
            if latest is None or talk.closed > latest.closed:
                latest = talk


def two_in_a_room(t: Timeline, rules: Rules) -> Found:
    """I2: a room has exactly two participants of two different visitors. (One alone is for L2.)"""
    for talk in t.talks.values():
        persons = set(talk.tabs if rules.self_match else talk.tabs.values())
        if len(talk.tabs) > 2 or len(persons) != len(talk.tabs):
            yield Violation("I2", f"{talk.room} shown to {talk.tabs}", list(talk.shown.values()))


def one_pairing_a_search(t: Timeline, _: Rules) -> Found:
    """I3: a ticket is used in at most one pairing: a tab's n-th room needs n searches before it."""
    rooms: dict[str, list[Record]] = defaultdict(list)
    for talk in t.talks.values():
        for tab, record in talk.shown.items():
            rooms[tab].append(record)
    for tab, shown in rooms.items():
        searches = t.acts_of(tab, "start", "next")
        for n, record in enumerate(sorted(shown, key=lambda record: record.at), 1):
            if len(searches) < n or searches[n - 1].at > record.at:
                yield Violation("I3", f"{tab} in its room {n} with fewer searches", [record])


def not_again(t: Timeline, rules: Rules) -> Found:
    """I4: the same two do not meet again within the cooldown (but both waited long), nor ever if blocked."""
    met: dict[frozenset[str], list[Talk]] = defaultdict(list)
    for talk in t.talks.values():
        if len(persons := frozenset(talk.tabs.values())) == 2 and talk.lines:
            met[persons].append(talk)
    for persons, talks in met.items():
        if persons in rules.blocked:
            yield Violation("I4", f"{set(persons)} met though blocked", _ends(talks[0]))
        for one, again in pairwise(sorted(talks, key=lambda talk: talk.opened)):
            soon = again.opened - one.opened < 1000 * rules.cooldown
            if soon and not t.emptied(one.shown_first, again.shown_first):
                waits = [_longest_wait(t, tab, again.shown[tab]) for tab in again.tabs]
                if min(waits) < rules.relaxed_after:
                    yield Violation("I4", f"{set(persons)} met again", [*_ends(one), *_ends(again)])


def _longest_wait(t: Timeline, tab: str, shown: Record) -> float:
    since = max(
        (r.at for talk in t.talks.values() if (r := talk.shown.get(tab)) and r.at < shown.at), default=0
    )
    return shown.at - min(
        (act.at for act in t.acts_of(tab, "start", "next") if act.at > since), default=shown.at
    )


def same_lines(t: Timeline, _: Rules) -> Found:
    """I5: both sides of a room see the same lines under the same numbers, and nothing after its end."""
    for talk in t.talks.values():
        for record, line in talk.seen:
            first, theirs = talk.lines.get(line.seq, (record, line))
            same_side = record.tab == first.tab
            alike = (line.kind, line.code, line.mark, line.at) == (
                theirs.kind,
                theirs.code,
                theirs.mark,
                theirs.at,
            )
            mine = line.kind != "text" or (line.mine == theirs.mine) == same_side
            if line.code != "lost" and not (alike and mine):
                yield Violation(
                    "I5", f"{talk.room} line {line.seq} differs: {line} and {theirs}", [first, record]
                )
        ends = [seq for seq, (_, line) in talk.lines.items() if line.code == "left"]
        if ends and max(talk.lines) > min(ends):
            proof = [talk.lines[min(ends)][0], talk.lines[max(talk.lines)][0]]
            yield Violation("I5", f"{talk.room} line {max(talk.lines)} after its end at {min(ends)}", proof)


def no_line_missing(t: Timeline, rules: Rules) -> Found:
    """I5, no gaps: a page that shows a room shows all lines of it that anybody has seen, but for a moment."""
    reads: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in t.records:
        if record.what == "lines":
            reads[record.page, record.facts["room"]].append(record)
    for span in t.spans("room"):
        talk = t.talks.get(span.key[0])
        if talk is None:
            continue
        owed = [(seq, t.due(max(since, span.begun), rules.moment)) for seq, since in talk.known]
        shown: set[int] = set()
        moments = [r for r in reads[span.first.page, talk.room] if span.begun <= r.at <= span.ended]
        for record, until in zip([None, *moments], [*(r.at for r in moments), span.ended], strict=True):
            if record:
                new = {line[0] for line in record.facts["lines"]}
                shown = new if record.facts["full"] else shown | new
            kept = max(shown, default=0) - rules.lines_kept
            missing = [seq for seq, due in owed if due < until and seq > kept and seq not in shown]
            if missing:
                proof = [span.first, *(talk.lines[seq][0] for seq in missing[:2] if seq in talk.lines)]
                yield Violation(
                    "I5", f"{span.first.page} was not shown lines {missing[:9]} of {talk.room}", proof
                )
                break


def one_seq_a_nonce(t: Timeline, _: Rules) -> Found:
    """I6: an accepted nonce has exactly one seq; what surely failed has none."""
    posts: dict[tuple[str, str, str], list[Record]] = defaultdict(list)
    nonces: dict[tuple[str, str], set[str]] = defaultdict(set)
    for act in t.acts("post"):
        posts[act.facts["room"], act.tab, act.facts["nonce"]].append(act)
        nonces[act.facts["room"], act.facts["mark"]].add(act.facts["nonce"])
    for talk in t.talks.values():
        seqs: dict[tuple[str, str], dict[int, Record]] = defaultdict(dict)
        marks: dict[str, dict[int, Record]] = defaultdict(dict)
        for record, line in talk.seen:
            if line.nonce:
                seqs[record.tab, line.nonce].setdefault(line.seq, record)
            if line.kind == "text":
                marks[line.mark].setdefault(line.seq, record)
        for (tab, nonce), at in seqs.items():
            tried = posts[talk.room, tab, nonce]
            failed = bool(tried) and all(t.outcomes.get(act.op) == "fail" for act in tried)
            if len(at) > 1 or failed:
                why = "refused, yet said" if failed else f"said as {sorted(at)}"
                yield Violation("I6", f"{talk.room} nonce {nonce} of {tab} {why}", [*tried, *at.values()])
        for mark, at in marks.items():
            if len(at) > len(nonces[talk.room, mark]) > 0:
                yield Violation("I6", f"{talk.room} '{mark}' said as {sorted(at)}", list(at.values()))


def only_to_participants(t: Timeline, _: Rules) -> Found:
    """I7: an event reaches only the participants of its room: what is heard, the other side sent into it."""
    said: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for act in t.acts("post"):
        said[act.facts["room"], act.facts["mark"]].append(act)
    for talk in t.talks.values():
        for record, line in talk.seen:
            if line.kind != "text":
                continue
            own = [act.tab == record.tab for act in said[talk.room, line.mark] if act.at <= record.at]
            if line.mine not in own:
                who = "it" if line.mine else "its partner"
                says = f"{record.tab} was shown '{line.mark}', which {who} never said"
                yield Violation("I7", says, [record])
    yield from _fleeting(t)


def _fleeting(t: Timeline) -> Found:
    partners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for talk in t.talks.values():
        for tab in talk.tabs:
            partners[tab, talk.room] = {*talk.tabs} - {tab}
    sent = {(str(act.facts["sign"]), act.tab) for act in t.acts("signal")}
    typed = {(act.facts["room"], act.tab) for act in t.acts("type")}
    for record in (record for record in t.records if record.what == "heard"):
        if record.facts["kind"] == "signal":
            sign = record.facts["sign"]
            fits = any((str(sign), other) in sent for other in partners[record.tab, sign[0]])
        else:  # typing does not say of which room; it may be the one that was just left
            mine = [(room, others) for (tab, room), others in partners.items() if tab == record.tab]
            fits = any((room, other) in typed for room, others in mine for other in others)
        if not fits:
            yield Violation("I7", f"{record.tab} heard what its partner never sent", [record])


def no_room_for_sanctioned(t: Timeline, rules: Rules) -> Found:
    """I8: a sanctioned visitor enters no room."""
    for talk in t.talks.values():
        for tab, visitor in talk.tabs.items():
            if visitor in rules.sanctioned:
                yield Violation("I8", f"{visitor} is in {talk.room}", [talk.shown[tab]])


_STEPS = {
    "loading": {"idle", "searching", "chatting", "ended", "elsewhere"},
    "idle": {"loading", "searching", "chatting", "ended", "elsewhere"},
    "searching": {"loading", "idle", "chatting", "ended", "elsewhere"},
    "chatting": {"loading", "ended", "searching", "chatting", "elsewhere", "idle"},
    "ended": {"loading", "idle", "searching", "chatting", "ended", "elsewhere"},
    "elsewhere": {"loading", "idle", "searching", "chatting", "ended"},
}


def reachable_phases(t: Timeline, rules: Rules) -> Found:
    """I9: every phase shown is reachable; only a conversation has a room, and one that ended stays so."""
    last: dict[str, Span] = {}
    over: dict[str, Span] = {}
    spans = t.spans("phase", "room")
    for span in spans:
        phase, room = span.key
        before = last.get(span.first.page)
        joined = before is not None and before.ended == span.begun
        last[span.first.page] = span
        shaped = phase in ("elsewhere", "loading") or (phase in ("chatting", "ended")) == bool(room)
        if phase not in _STEPS or not shaped:
            yield Violation("I9", f"shows {phase} with room {room!r}", [span.first])
        elif before and joined and phase != before.key[0] and phase not in _STEPS[before.key[0]]:
            yield Violation("I9", f"{before.key[0]} became {phase}", [before.first, span.first])
        elif (
            before
            and joined
            and before.key[0] == "chatting"
            and phase == "idle"
            and not _asked(t, before, rules)
        ):
            yield Violation("I9", "a conversation became idle by itself", [before.first, span.first])
        if phase == "ended":
            over.setdefault(room, span)
    for span in spans:
        phase, room = span.key
        if phase == "chatting" and room in over:
            since = max(span.begun, over[room].begun)
            if t.due(since, rules.moment) < span.ended:
                yield Violation("I9", f"{room} has ended and is shown open", [over[room].first, span.first])


def _asked(t: Timeline, chat: Span, rules: Rules) -> bool:
    """Whether the tab was sent back to the start, or a fault explains that the store knows nothing of it."""
    acts = t.acts_of(chat.first.tab, "home", "cancel", "next")
    near = any(chat.begun - rules.moment <= act.at <= chat.ended for act in acts)
    return near or t.faulty(chat.begun, chat.ended)


def both_sides_agree(t: Timeline, rules: Rules) -> Found:
    """I9, agreement: while one side of a room is shown it open, the other is, but for a moment."""
    for talk in t.talks.values():
        for one, other in permutations(talk.tabs, 2):
            open_here = [s for spans in t.shown_by(one) for s in spans if s.key == ("chatting", talk.room)]
            for mine, page in product(open_here, t.shown_by(other)):
                for theirs in overlapping(page, mine.begun, mine.ended):
                    since, until = max(mine.begun, theirs.begun), min(mine.ended, theirs.ended)
                    differs = theirs.key != mine.key and theirs.key[0] not in ("elsewhere", "loading")
                    if differs and t.due(since, rules.moment) < until:
                        says = f"{one} is shown {talk.room} open, {other} {theirs.key}"
                        yield Violation("I9", says, [mine.first, theirs.first])


def paired_in_time(t: Timeline, rules: Rules) -> Found:
    """L1: if two live tickets may meet, they are paired within 2 s."""
    active: list[Span] = []
    for span in (span for span in t.spans("phase") if span.key == ("searching",)):
        active = [other for other in active if other.ended > span.begun]
        for other in active:
            until, mine, theirs = min(span.ended, other.ended), _search(t, span), _search(t, other)
            wait = rules.paired_within + rules.widened_after * any(
                act and act.facts.get("wishes") for act in (mine, theirs)
            )
            same = not (mine and theirs) or mine.facts.get("mode") == theirs.facts.get("mode")
            if (
                same
                and t.due(span.begun, wait) < _stopped(t, until, span, other)
                and _may_meet(t, rules, span, other)
            ):
                yield Violation("L1", f"both searched {until - span.begun:.1f} s", [other.first, span.first])
        active.append(span)


def _search(t: Timeline, span: Span) -> Record | None:
    return next((a for a in reversed(t.acts_of(span.first.tab, "start", "next")) if a.at <= span.begun), None)


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
        and one.begun - talk.shown_first < rules.cooldown + rules.moment
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


def _ends(talk: Talk) -> list[Record]:
    return [talk.lines[min(talk.lines)][0], talk.lines[max(talk.lines)][0]]


PROMISES = (
    one_room_each, two_in_a_room, one_pairing_a_search, not_again, same_lines, no_line_missing,
    one_seq_a_nonce, only_to_participants, no_room_for_sanctioned, reachable_phases, both_sides_agree,
    paired_in_time, gone_is_noticed,
)  # fmt: skip
