"""I1 to I8: what must never happen. Each invariant is one function, with its statement."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from tests.history.history import Record
from tests.history.rules import Found, Rules, Violation
from tests.history.timeline import Talk, Timeline


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


def _ends(talk: Talk) -> list[Record]:
    return [talk.lines[min(talk.lines)][0], talk.lines[max(talk.lines)][0]]
