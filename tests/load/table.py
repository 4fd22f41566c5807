"""What the bench says: one table a measurement, what was promised, and what was missed."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Target:
    """A promise and what became of it. A broken one that is `grave` is a fault, not a slow machine."""

    promise: str
    got: str
    kept: bool
    grave: bool = False

    def __str__(self) -> str:
        return f"  {'kept  ' if self.kept else 'MISSED'}  {self.promise}: {self.got}"


@dataclass
class Table:
    """One measurement: a title, columns, rows, remarks below."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [self.columns, *self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.columns))]
        drawn = [_line(line, widths) for line in lines]
        parts = [self.title, "", drawn[0], "  " + "  ".join("─" * width for width in widths), *drawn[1:], ""]
        return "\n".join([*parts, *map(str, self.targets), *(f"  {remark}" for remark in self.remarks)])


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    first, *rest = (cell.ljust(width) if not i else cell.rjust(width)
                    for i, (cell, width) in enumerate(zip(cells, widths, strict=True)))  # fmt: skip
    return "  " + "  ".join([first, *rest]).rstrip()
