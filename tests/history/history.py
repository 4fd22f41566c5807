"""What clients did, what came of it and what they saw, in the order of one clock."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that happened on one page. at: seconds of the one monotonic clock.

    what: "invoke" an act, numbered `op`; its "ok", "fail" (surely without effect) or "unknown"; "shows" a
    phase; "lines" of a room; "heard" something fleeting; "gone", its socket; "fault" and "healed".
    tab: what a refresh keeps; visitor: whose browser it is. An act without an outcome is unknown as well.
    """

    at: float
    what: str
    page: str = ""
    tab: str = ""
    visitor: str = ""
    op: int = 0
    facts: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        who = "/".join(filter(None, (self.page, self.tab, self.visitor)))
        facts = " ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.at:.3f} {who} {self.what} {self.op or ''} {facts}"


class History:
    """The records of one run, one process, one clock. `file`: where they are also written, as JSON lines."""

    def __init__(self, file: Path | None = None) -> None:
        self.records: list[Record] = []
        self._file = file.open("w", buffering=1) if file else None
        self._names: dict[tuple[str, str], str] = {}
        self._ops = 0

    def add(
        self, what: str, page: str = "", tab: str = "", visitor: str = "", op: int = 0, **facts: Any
    ) -> Record:
        """Note what happens now."""
        record = Record(time.monotonic(), what, page, tab, visitor, op, facts)
        self.records.append(record)
        if self._file:
            self._file.write(json.dumps(asdict(record)) + "\n")
        return record

    def close(self) -> None:
        """Close the file, if there is one."""
        if self._file:
            self._file.close()

    def number(self) -> int:
        """A number for an act."""
        self._ops += 1
        return self._ops

    def name(self, kind: str, secret: str | None) -> str:
        """A short name that stands for a secret in the log; "" for none."""
        if not secret:
            return ""
        if (kind, secret) not in self._names:
            self._names[kind, secret] = f"{kind}{len(self._names) + 1}"
        return self._names[kind, secret]

    @contextmanager
    def fault(self, name: str, *, emptied: bool = False) -> Iterator[None]:
        """Something is broken meanwhile: what was promised within a time is due that long after the repair.

        emptied: the store lost what it knew, also who met whom.
        """
        self.add("fault", name=name, emptied=emptied)
        try:
            yield
        finally:
            self.add("healed", name=name)

    @classmethod
    def read(cls, file: Path) -> History:
        """A history that was written to a file."""
        history = cls()
        history.records = [Record(**json.loads(line)) for line in file.read_text().splitlines()]
        return history
