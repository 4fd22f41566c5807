"""What a deployer plans with: how processes add up, and what a tab more costs. From numbers to tables."""

from __future__ import annotations

import math

from tests.load.processes import LIMIT_MS, Search
from tests.load.sample import percentile
from tests.load.table import Table, Target
from tests.load.tabs import Level, Slope

_MANY = 10_000
_SHARE = 0.7
"""How much of a core may be busy in the long run: above it, waiting grows faster than work."""


def of_processes(one: Search, two: Search, tabs: int, others: float) -> Table:
    """The highest rates, and whether a message costs more when its two sides are on different processes."""
    table = Table(
        f"Processes: {tabs // 2} rooms, most texts/s at p95 < {LIMIT_MS} ms, load and server on one machine",
        ("", "texts/s", "too much at", "p50 ms", "p95 ms", "server cores", "load cores", "CPU ms/text"),
    )
    for name, search in (("one process", one), ("two processes", two)):
        best = search.best
        if best is None:
            table.rows.append((name, "–", f"{search.above or 0:.0f}", "–", "–", "–", "–", "–"))
            continue
        table.rows.append((
            name, f"{best.rate:.0f}", f"{search.above:.0f}" if search.above else "–",
            f"{best.window.p(0.5):.1f}", f"{best.window.p(0.95):.1f}", f"{best.server_cores:.2f}",
            f"{best.load_cores:.2f}", f"{1000 * best.window.cpu / best.window.sent:.2f}",
        ))  # fmt: skip
    wrong = one.wrong + two.wrong
    table.targets = [Target("no text repeated, out of order or astray", str(wrong), not wrong, grave=True)]
    if one.best and two.best:
        table.remarks.append(f"Two processes carry {two.best.rate / one.best.rate:.2f}× what one does here.")
        cores = 1 / (two.best.window.cpu / two.best.window.sent)
        table.remarks.append(
            f"By its CPU, two processes carry {cores:.0f} texts a second for each core they get."
        )
    table.remarks += [
        "The load itself takes part of these cores: with more of them the ratio would be higher, not lower.",
        f"Meanwhile other work took {others:.1f} cores.",
    ]
    return table


def of_tabs(levels: list[Level], rate: float, others: float) -> Table:
    """Costs with more and more tabs, and what the slope says of 10,000."""
    table = Table(
        f"Tabs: one process, all tabs in rooms, {rate:g} texts/s; CPU in ms, of the server + of Redis",
        ("tabs", "a text", "p50/p95 ms", "a claim", "p50/p95 ms", "a silent tab, a second", "kB a tab"),
    )
    table.rows += [(f"{level.tabs:,}", *_row(_figures(level))) for level in levels]
    table.rows.append((f"{_MANY:,}?", *_row(_expected(levels))))
    wrong = sum(level.window.wrong + level.window.lost for level in levels)
    table.targets = [
        Target("no text lost, repeated, out of order or astray", str(wrong), not wrong, grave=True)
    ]
    server, redis = _full(levels, "idle_server"), _full(levels, "idle_redis")
    table.remarks = [
        f"The last row is the line through the rows above, at {_MANY:,} tabs: expected, not measured.",
        f"Silent tabs alone fill {_SHARE:.0%} of a core of the server at {server} tabs, of Redis at {redis}.",
        "A claim: one click on Start; the delay is from the second of two clicks to both pages in the chat.",
        f"What silence costs is taken off the rest. Meanwhile other work took {others:.1f} cores.",
    ]
    return table


def _full(levels: list[Level], cost: str) -> str:
    total = Slope.through([(level.tabs, level.tabs * getattr(level, cost)) for level in levels])
    return f"{(1000 * _SHARE - total.base) / total.per_tab:,.0f}" if total.per_tab > 0 else "any number of"


def _figures(level: Level) -> list[float]:
    acts = []
    for cost in (level.message, level.claim):
        delays = cost.delays or [0.0]
        acts += [cost.server, cost.redis, percentile(delays, 0.5), percentile(delays, 0.95)]
    return [*acts, level.idle_server, level.idle_redis, level.rss / 1024, level.memory / 1024]


def _expected(levels: list[Level]) -> list[float]:
    """Costs on their line, where it rises; of a tab, what each further one took. No delays: they queue."""
    tabs = [level.tabs for level in levels]
    found = []
    for column in zip(*map(_figures, levels), strict=True):
        line = Slope.through(list(zip(tabs, column, strict=True)))
        found.append(line.at(_MANY) if line.per_tab > 0 else sum(column) / len(column))
    totals = (
        lambda x: x.idle_server,
        lambda x: x.idle_redis,
        lambda x: x.rss / 1024,
        lambda x: x.memory / 1024,
    )
    for at, value in enumerate(totals, start=8):
        found[at] = Slope.through([(level.tabs, level.tabs * value(level)) for level in levels]).per_tab
    found[2:4] = found[6:8] = [math.nan] * 2
    return found


def _row(figures: list[float]) -> tuple[str, ...]:
    text, text_redis, text50, text95, claim, claim_redis, claim50, claim95, idle, idle_redis, rss, memory = (
        figures
    )

    def delays(half: float, most: float) -> str:
        return "–" if math.isnan(half) else f"{half:.1f}/{most:.1f}"

    return (
        f"{text:.2f} + {text_redis:.2f}", delays(text50, text95),
        f"{claim:.2f} + {claim_redis:.2f}", delays(claim50, claim95),
        f"{idle:.3f} + {idle_redis:.3f}", f"{rss:.0f} + {memory:.1f}",
    )  # fmt: skip
