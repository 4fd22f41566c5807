"""A history put in order: what each page showed and for how long, what each room held, who did what."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from tests.history.history import Record

_RECOVERY = 5.0
"""Seconds after a fault until what was promised counts again."""


class Line(NamedTuple):
    """A line of a room as a page was shown it. at: the store's own time, in ms."""

    seq: int
    kind: str
    code: str
    mark: str
    nonce: str
    mine: bool
    at: int


@dataclass(slots=True)
class Span:
    """A stretch in which one page, with its socket, showed the same. first: the record that began it."""

    key: Any
    first: Record
    ended: float

    @property
    def begun(self) -> float:
        return self.first.at


@dataclass
class Talk:
    """A room. tabs: who showed it, with their visitors; seen: every sighting of every line."""

    room: str
    tabs: dict[str, str] = field(default_factory=dict)
    shown: dict[str, Record] = field(default_factory=dict)
    seen: list[tuple[Record, Line]] = field(default_factory=list)

    @property
    def shown_first(self) -> float:
        """When anybody was first shown it."""
        return min(record.at for record in self.shown.values())

    @cached_property
    def lines(self) -> dict[int, tuple[Record, Line]]:
        """The first sighting of each line. What a page is told of a lost store ("lost") is in no log."""
        first: dict[int, tuple[Record, Line]] = {}
        for record, line in self.seen:
            if line.code != "lost":
                first.setdefault(line.seq, (record, line))
        return first

    @cached_property
    def opened(self) -> int:
        """Store time."""
        return min((line.at for _, line in self.lines.values()), default=0)

    @cached_property
    def closed(self) -> int:
        """Store time of the end, or of the last proof that it was open."""
        return max((line.at for _, line in self.lines.values()), default=0)

    @cached_property
    def known(self) -> list[tuple[int, float]]:
        """(seq, since when somebody must know there is such a line), ascending."""
        found, since = [], math.inf
        for seq in range(max(self.lines, default=0), 0, -1):
            since = min(since, self.lines[seq][0].at if seq in self.lines else math.inf)
            found.append((seq, since))
        return found[::-1]


class Timeline:
    """Indexes of one history."""

    def __init__(self, records: list[Record]) -> None:
        self.records = records
        self.end = records[-1].at if records else 0.0
        self.talks: dict[str, Talk] = {}
        self.faults: list[tuple[float, float, bool]] = []
        self.pages: dict[str, list[Record]] = defaultdict(list)
        self.outcomes: dict[int, str] = {}
        self._acts: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            self._take(record)

    def _take(self, record: Record) -> None:
        facts = record.facts
        if record.page:
            self.pages[record.page].append(record)
        match record.what:
            case "invoke":
                self._acts[facts["act"]].append(record)
            case "ok" | "fail" | "unknown":
                self.outcomes[record.op] = record.what
            case "shows" | "lines" if facts["room"]:
                talk = self.talks.setdefault(facts["room"], Talk(facts["room"]))
                talk.tabs[record.tab] = record.visitor
                talk.shown.setdefault(record.tab, record)
                talk.seen += [(record, Line(*line)) for line in facts.get("lines", ())]
            case "fault":
                self.faults.append((record.at, math.inf, facts["emptied"]))
            case "healed":
                begun, _, emptied = self.faults.pop()
                self.faults.append((begun, record.at, emptied))

    def acts(self, *names: str) -> list[Record]:
        """Every invocation of these acts, in order."""
        return sorted((record for name in names for record in self._acts[name]), key=lambda record: record.at)

    def acts_of(self, tab: str, *names: str) -> list[Record]:
        """The same, of one tab."""
        return sorted((r for name in names for r in self._by_tab_and_act[tab, name]), key=lambda r: r.at)

    @cached_property
    def _by_tab_and_act(self) -> dict[tuple[str, str], list[Record]]:
        found: dict[tuple[str, str], list[Record]] = defaultdict(list)
        for name, records in self._acts.items():
            for record in records:
                found[record.tab, name].append(record)
        return found

    def due(self, since: float, seconds: float) -> float:
        """When something promised within `seconds` of `since` is due: a fault meanwhile puts it off."""
        due = since + seconds
        for begun, ended, _ in sorted(self.faults):
            if begun <= due and ended + _RECOVERY > since:
                due = max(due, ended + _RECOVERY + seconds)
        return due

    def faulty(self, since: float, until: float) -> bool:
        """Whether something was broken, or had just been repaired."""
        return any(since <= ended + _RECOVERY and begun <= until for begun, ended, _ in self.faults)

    def emptied(self, since: float, until: float) -> bool:
        """Whether the store forgot everything in between."""
        return any(emptied and since <= ended and begun <= until for begun, ended, emptied in self.faults)

    def spans(self, *names: str) -> list[Span]:
        """What every page showed, for as long as the facts called `names` stayed the same, by its begin."""
        found: list[Span] = []
        for records in self.pages.values():
            found += self._of_page(records, lambda facts: tuple(facts[name] for name in names))
        return sorted(found, key=lambda span: span.begun)

    def shown_by(self, tab: str) -> list[list[Span]]:
        """What each page of a tab showed, as (phase, room), in order."""
        return self._by_tab[tab]

    @cached_property
    def _by_tab(self) -> dict[str, list[list[Span]]]:
        by_page: dict[tuple[str, str], list[Span]] = defaultdict(list)
        for span in self.spans("phase", "room"):
            by_page[span.first.tab, span.first.page].append(span)
        by_tab: dict[str, list[list[Span]]] = defaultdict(list)
        for (tab, _), spans in by_page.items():
            by_tab[tab].append(spans)
        return by_tab

    def _of_page(self, records: Iterable[Record], key: Callable[[dict[str, Any]], Any]) -> Iterator[Span]:
        span: Span | None = None
        for record in records:
            new = key(record.facts) if record.what == "shows" else None
            other = new is not None and (new, record.tab) != (span and (span.key, span.first.tab))
            if span and (record.what == "gone" or other):
                span.ended = record.at
                yield span
                span = None
            if new is not None and span is None:
                span = Span(new, record, self.end)
        if span:
            yield span


def overlapping(spans: list[Span], begun: float, ended: float) -> Iterator[Span]:
    """Those of one page's spans, which follow each other, that touch a stretch of time."""
    after = bisect_left(spans, ended, key=lambda span: span.begun)
    while after and spans[after - 1].ended > begun:
        after -= 1
        yield spans[after]
