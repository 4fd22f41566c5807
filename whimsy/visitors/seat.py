"""A person has one seat: at most one tab of theirs searches or talks at a time, in one cell.

The seat also says where to look for a tab that comes back. It outlives what it points to, so
whoever holds it is believed only as long as that tab still breathes.
"""

from __future__ import annotations

from dataclasses import dataclass

from whimsy.storage.keys import CELLS, Cell, seat_key
from whimsy.storage.redis import Store
from whimsy.visitors.identity import Tab, TabId

_TTL_MS = 3600 * 1000


@dataclass(frozen=True, slots=True)
class Seat:
    """Which tab of the person, and in which cell."""

    tab: TabId
    cell: Cell

    def __str__(self) -> str:
        return f"{self.tab} {self.cell}"

    @classmethod
    def parse(cls, raw: str | None) -> Seat | None:
        """Read a stored seat; None when there is none."""
        tab, _, cell = (raw or "").partition(" ")
        return cls(TabId(tab), Cell(cell)) if cell in CELLS else None


class Seats:
    """The seats of all persons."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def find(self, person: str) -> Seat | None:
        """Where the person sits, if anywhere."""
        return Seat.parse(await self._store.ask("GET", seat_key(person)))

    async def take(self, tab: Tab, cell: Cell, instead_of: Seat | None = None) -> Seat:
        """Sit down with `tab` in `cell`; returns who sits there now, which is another if it was taken."""
        mine = Seat(tab.id, cell)
        held = await self._store.run(
            "visitors/take.lua", [seat_key(tab.person)], str(mine), str(instead_of or ""), _TTL_MS
        )
        return Seat.parse(held) or mine

    async def keep(self, seats: dict[str, Seat]) -> None:
        """Renew the seats of people (by person) whose tabs are alive.

        A seat that the store lost while it kept the room is put back: it is how a refresh finds the room.
        """
        await self._store.ask_all(
            command
            for person, seat in seats.items()
            for command in (
                ("SET", seat_key(person), str(seat), "PX", _TTL_MS, "NX"),
                ("PEXPIRE", seat_key(person), _TTL_MS),
            )
        )
