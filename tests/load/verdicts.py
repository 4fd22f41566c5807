"""From what was measured to what it means: pure functions from numbers to tables."""

from __future__ import annotations

from tests.load import faces
from tests.load.claims import Cell
from tests.load.crowds import Storm
from tests.load.messages import Window
from tests.load.sample import Sample, percentile
from tests.load.table import Table, Target
from tests.load.waiter import Waits

_FASTER, _FLAT = 100, 0.7
_MEETING_MS = 50
_BUSY_CORES = 0.3
_SLOWER, _TEXT_MS, _TEXT_BYTES = 3, 5, 600
_AT_ONCE_MS = {400: 100, 1_200: 300}
_STORM_MS = 1_000
_FACES_MS = 800


def of_claims(ours: list[Cell], former: list[Cell], other: Cell, others: float) -> Table:
    """`former`: the faster wording at every size; `other`: the slower one, at the largest."""
    table = Table(
        "Claims: 16 callers at once, middle of the turns (min–max)",
        (
            "full rooms",
            "ours, calls/s",
            "p50 ms",
            "invalid",
            "former SQL, calls/s",
            "p50 ms",
            "invalid",
            "ratio",
        ),
    )
    by_rooms = {cell.design.rooms: cell for cell in former}
    for cell in ours:
        rival = by_rooms.get(cell.design.rooms)
        theirs = (
            (
                rival.rate.show(),
                f"{rival.p50:.2f}",
                _invalid(rival),
                f"{cell.rate.middle / rival.rate.middle:.1f}×",
            )
            if rival
            else ("–", "–", "–", "–")
        )
        table.rows.append(
            (f"{cell.design.rooms:,}", cell.rate.show(), f"{cell.p50:.2f}", _invalid(cell), *theirs)
        )
    largest = former[-1]
    same = next(cell for cell in ours if cell.design.rooms == largest.design.rooms)
    # The promise was made against the design's plain wording, a count for each room it looks at.
    ratio = same.rate.middle / other.rate.middle
    flat = ours[-1].rate.middle / ours[0].rate.middle
    invalid = sum(cell.invalid for cell in ours)
    fullest = max(cell.fullest for cell in (*former, other))
    size = f"{largest.design.rooms:,}"
    table.targets = [
        Target(
            f"≥ {_FASTER}× the former design's plain wording at {size} rooms",
            f"{ratio:.0f}×",
            ratio >= _FASTER,
        ),
        Target(
            f"flat from {ours[0].design.rooms:,} to {ours[-1].design.rooms:,} rooms (≥ {_FLAT})",
            f"{flat:.2f}",
            flat >= _FLAT,
        ),
        Target(
            "no invalid room", f"{invalid} of {sum(cell.made for cell in ours):,}", not invalid, grave=True
        ),
    ]
    table.remarks = [
        f"Invalid: not exactly two in a room; the former design put up to {fullest} into one.",
        "In the table is the former function's best wording (one grouped count). Plainly worded, with one",
        f"count a room, it does {other.rate.show()} calls/s at {size} rooms, invalid {_invalid(other)}.",
        "Full rooms: made in batches by the product's own Lua, and by plain inserts. Calls: Lobby.enter with",
        "settings as shipped, one process and pool; the function through asyncpg, a connection a caller;",
        "both through unix sockets. What a round made is removed before the next, outside the clock.",
        _meanwhile(others),
    ]
    return table


def of_waiter(waits: Waits) -> Table:
    """How long a lone waiter and who finds them wait for each other."""
    table = Table(
        f"A lone waiter: from the other's click to both pages in the chat, {len(waits.plain)} meetings each",
        ("", "median ms", "p95 ms", "min–max"),
    )
    for name, delays in (("without interests", waits.plain), ("one shared interest", waits.tagged)):
        table.rows.append((name, *Waits.show(delays)))
        high = percentile(delays, 0.95)
        table.targets.append(Target(f"< {_MEETING_MS} ms (p95) {name}", f"{high:.1f} ms", high < _MEETING_MS))
    return table


def of_messages(
    ours: list[Window], relays: dict[str, list[Window]], rate: float, tabs: int, others: float
) -> Table:
    """What a message costs on its way. relays: by name, the yardstick first; empty if there is none."""
    table = Table(
        f"Messages: {tabs // 2} rooms, {rate:g} texts/s of 64 bytes, middle of {len(ours)} windows (min–max)",
        ("", "p50 ms", "p95 ms", "p99 ms", "sent", "lost", "wrong", "bytes/text", "CPU ms/text"),
    )
    for name, windows in {"Whimsy, one process": ours, **relays}.items():
        table.rows.append((name, *_messages(windows)))
    wrong = sum(window.lost + window.wrong for window in ours)
    slow = _p(ours, 0.95).middle
    for name, windows in [*relays.items()][:1]:
        ratio = slow / _p(windows, 0.95).middle
        table.targets.append(Target(f"p95 ≤ {_SLOWER}× {name}", f"{ratio:.1f}×", ratio <= _SLOWER))
    if not relays:
        table.remarks.append("No relay to compare with: Node or its package is missing here.")
    size = sum(window.traffic for window in ours) / max(1, sum(window.sent for window in ours))
    table.targets += [
        Target(f"p95 ≤ {_TEXT_MS} ms", f"{slow:.1f} ms", slow <= _TEXT_MS),
        Target(f"≤ {_TEXT_BYTES} bytes a text", f"{size:.0f}", size <= _TEXT_BYTES),
        Target("no text lost, repeated, out of order or astray", str(wrong), not wrong, grave=True),
    ]
    late = percentile(
        [late for windows in (ours, *relays.values()) for window in windows for late in window.late], 0.95
    )
    table.remarks += [
        "wrong: arrived twice, before an earlier one, or at somebody else.",
        "bytes/text: all sockets both ways, pings and headcount included, compressed when a server does so.",
        "Whimsy also screens each text and keeps a log; a relay passes on and forgets.",
        f"The load itself was {late:.1f} ms late (p95). {_meanwhile(others)}",
    ]
    return table


def of_shouts(heard: dict[int, dict[str, list[Window]]]) -> Table:
    """What becomes of texts that all send at once. heard: by how many they are, and whose server it is."""
    table = Table(
        "All speak at once: from sending to the partner, middle of the rounds (min–max)",
        ("", "tabs", "p50 ms", "p95 ms", "lost", "wrong"),
    )
    for many, contenders in heard.items():
        for name, windows in contenders.items():
            shown = [_p(windows, share).show(0) for share in (0.5, 0.95)]
            counted = [str(sum(getattr(w, what) for w in windows)) for what in ("lost", "wrong")]
            table.rows.append((name, f"{many:,}", *shown, *counted))
        ours = next(iter(contenders.values()))
        high, most = _p(ours, 0.95).middle, _AT_ONCE_MS[many]
        wrong = sum(window.lost + window.wrong for window in ours)
        table.targets += [
            Target(f"p95 ≤ {most} ms with {many:,}", f"{high:.0f} ms", high <= most),
            Target(f"no text of {many:,} lost or astray", str(wrong), not wrong, grave=True),
        ]
    return table


def of_storm(storm: Storm, many: int) -> Table:
    """How long those wait who all press Start at once."""
    table = Table(
        f"{many:,} press Start at once with one interest: until each page is in the chat",
        ("", "median ms", "p95 ms", "min–max"),
    )
    table.rows.append(("Whimsy, one process", *Waits.show(storm.waits)))
    high = percentile(storm.waits, 0.95)
    wrong = storm.unpaired + storm.wrong
    table.targets = [
        Target(f"p95 ≤ {_STORM_MS} ms", f"{high:.0f} ms", high <= _STORM_MS),
        Target("all paired, in rooms of two", f"{wrong} not", not wrong, grave=True),
    ]
    return table


def _messages(windows: list[Window]) -> tuple[str, ...]:
    sent = sum(window.sent for window in windows)
    return (
        *(_p(windows, share).show(1) for share in (0.5, 0.95, 0.99)),
        f"{sent:,}",
        *(str(sum(getattr(w, name) for w in windows)) for name in ("lost", "wrong")),
        f"{sum(window.traffic for window in windows) / sent:.0f}",
        f"{1000 * sum(window.cpu for window in windows) / sent:.2f}",
    )


def _p(windows: list[Window], share: float) -> Sample:
    return Sample(tuple(window.p(share) for window in windows))


def _invalid(cell: Cell) -> str:
    return f"{cell.invalid:,} of {cell.made:,}" + (
        f" ({cell.invalid / cell.made:.0%})" if cell.invalid else ""
    )


def _meanwhile(others: float) -> str:
    warning = " Too busy to judge speed by: run it again." if others > _BUSY_CORES else ""
    return f"Meanwhile other work took {others:.1f} cores.{warning}"


def of_faces(meetings: list[faces.Meeting]) -> Table:
    """From click to picture, and how far each part of the way had been covered on both sides."""
    table = Table(
        f"Face to face: from Start to the other's picture on both sides, {len(meetings)} meetings",
        ("until on both sides", "median ms", "min–max"),
    )
    for part in faces.PARTS:
        median, least, most = faces.middle(meetings, part)
        table.rows.append((part, f"{median:.0f}", f"{least:.0f}–{most:.0f}"))
    table.targets = [Target(f"< {_FACES_MS} ms (median)", f"{median:.0f} ms", median < _FACES_MS)]
    table.remarks = [
        "Two Chromiums with fake cameras, previews on, direct over loopback; paired: the connection is made.",
    ]
    return table
