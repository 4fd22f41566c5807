"""At most one tab of a person is active: it searches or talks, in one cell.

What is kept of it also says where to look for a tab that comes back. It outlives the tab, so it is believed
only while that tab's lease runs. Its key in Redis is older than this name, and says "seat".
"""

from __future__ import annotations

from dataclasses import dataclass

from whimsy.storage.keys import CELLS, Cell, active_tab_key
from whimsy.storage.redis import Store
from whimsy.visitors.identity import Tab, TabId

_TTL_MS = 3600 * 1000


@dataclass(frozen=True, slots=True)
class ActiveTab:
    tab: TabId
    cell: Cell

    def __str__(self) -> str:
        return f"{self.tab} {self.cell}"

    @classmethod
    def parse(cls, raw: str | None) -> ActiveTab | None:
        tab, _, cell = (raw or "").partition(" ")
        return cls(TabId(tab), Cell(cell)) if cell in CELLS else None


class ActiveTabs:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def find(self, person: str) -> ActiveTab | None:
        return ActiveTab.parse(await self._store.ask("GET", active_tab_key(person)))

    async def take(self, tab: Tab, cell: Cell, instead_of: ActiveTab | None = None) -> ActiveTab:
        """Make `tab` the active one, unless another than `instead_of` is; returns the active one."""
        mine = ActiveTab(tab.id, cell)
        held = await self._store.run(
            "visitors/take.lua", [active_tab_key(tab.person)], str(mine), str(instead_of or ""), _TTL_MS
        )
        return ActiveTab.parse(held) or mine

    async def keep(self, tabs: dict[str, ActiveTab]) -> None:
        """Renew the entries of these persons, whose tabs are alive.

        An entry that the store lost is put back: without it a refresh would not find its room.
        """
        lost = [
            ("SET", active_tab_key(person), str(tab), "PX", _TTL_MS, "NX") for person, tab in tabs.items()
        ]
        kept = [("PEXPIRE", active_tab_key(person), _TTL_MS) for person in tabs]
        await self._store.ask_all([*lost, *kept])
