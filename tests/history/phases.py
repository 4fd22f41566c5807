"""I9: every phase shown is reachable, and the two sides of a room agree after quiet."""

from __future__ import annotations

from itertools import permutations, product

from tests.history.rules import Found, Rules, Violation
from tests.history.timeline import Span, Timeline, overlapping

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
