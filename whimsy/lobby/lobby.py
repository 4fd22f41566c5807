"""Who waits: enter with a ticket, poll until matched, cancel at any moment.

`claim.lua` pairs two people in one step, so nobody is half-paired. A person has one active tab at a time.
"""

import secrets
from dataclasses import dataclass, field

from whimsy import errors
from whimsy.lobby.prospect import Prospect, prospect
from whimsy.lobby.ticket import Stage, Wishes
from whimsy.rooms.room import Place, Rooms
from whimsy.storage.keys import CELLS, Cell, RoomId, cell_of, new_room
from whimsy.storage.redis import Store
from whimsy.visitors.active_tab import ActiveTab, ActiveTabs
from whimsy.visitors.identity import Tab


@dataclass(frozen=True, slots=True)
class Matched:
    room: RoomId


@dataclass(frozen=True, slots=True)
class Waiting:
    """There is nobody yet: poll again with this ticket.

    company: "unasked" when there is no question to discuss, "nobody" when nobody else searches, "near" when
    only a common address keeps somebody away, "met" when all who search were met a moment ago, else "".
    """

    ticket: str
    stage: Stage
    company: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Lapsed:
    """The caller's search is over. why: "gone" (cancelled or lost), "away" or "displaced"."""

    why: str


SearchStatus = Matched | Waiting | Lapsed


class Lobby:
    """Commands on tickets. Each may raise Unavailable."""

    def __init__(self, store: Store, rooms: Rooms, active_tabs: ActiveTabs) -> None:
        self._store = store
        self._rooms = rooms
        self._active_tabs = active_tabs

    async def enter(
        self,
        place: Place,
        cell: Cell,
        wishes: Wishes,
        leaving: RoomId | None = None,
        *,
        hold: bool = False,
        address: str = "",
        pool: str = "",
    ) -> SearchStatus:
        """Search for a partner, leaving the room `leaving` in the same step if given.

        hold: leave a ticket, and let whoever polls it look for somebody. Entering twice keeps the turn.
        address: the visitor's address key, kept for reports; pool: only people of one pool meet.
        Raises BusyElsewhere when another tab of the person is active and alive, NotHolder when another
        connection holds this tab.
        """
        if leaving and cell_of(leaving) != cell:
            await self._rooms.leave(place, leaving, reason="next", forget=True)
            leaving = None
        await self._activate(place, cell)
        outcome = await self._claim(
            place, cell, "hold" if hold else "enter", secrets.token_hex(8),
            str(wishes), leaving or "", place.tab.visitor, address, pool,
        )  # fmt: skip
        if outcome == Lapsed("displaced"):
            raise errors.NotHolder
        return outcome

    async def poll(self, place: Place, cell: Cell, ticket: str) -> SearchStatus:
        """Look again with a ticket: renew its lease, widen its wishes, claim somebody."""
        return await self._claim(place, cell, "poll", ticket)

    async def cancel(self, place: Place, cell: Cell) -> None:
        """Stop searching. If a match was faster, leave its room: who presses Stop wants nobody."""
        result = await self._store.step("lobby/cancel.lua", cell, place.tab.id, place.holder)
        if result[0] == "displaced":
            raise errors.NotHolder
        if result[0] == "paired":
            await self._rooms.leave(place, RoomId(result[1]), forget=True)

    async def where(self, tab: Tab) -> Cell | None:
        """The cell in which this tab searches or talks, or did a moment ago."""
        active = await self._active_tabs.find(tab.person)
        return active.cell if active and active.tab == tab.id else None

    async def prospect(self, cell: Cell) -> Prospect:
        """What whoever waits in `cell` may expect."""
        people, waits, waiting = await self._store.step("lobby/prospects.lua", cell)
        return prospect(int(people), [int(wait) for wait in waits], int(waiting))

    async def reap(self, cell: Cell, many: int = 100) -> tuple[int, int]:
        """Mark tabs without a lease as away, free those whose grace is over; returns how many of each."""
        away, freed = await self._store.step("lobby/reap.lua", cell, many)
        return int(away), int(freed)

    async def _claim(self, place: Place, cell: Cell, how: str, ticket: str, *more: str) -> SearchStatus:
        tab = place.tab
        result = await self._store.step(
            "lobby/claim.lua", cell, tab.id, place.holder, tab.person, how, ticket, new_room(cell),
            *more,
        )  # fmt: skip
        match result[0]:
            case "paired":
                if len(result) > 2:
                    await self._remember(cell, tab.person, result[2], int(result[3]))
                return Matched(RoomId(result[1]))
            case "waiting":
                return Waiting(result[2], Stage(int(result[1])), result[3])
            case why:
                return Lapsed(why)

    async def _remember(self, met_in: Cell, one: str, other: str, until_ms: int) -> None:
        """Note in the other cells who met; the step itself noted it in its own."""
        for cell in CELLS:
            if cell != met_in:
                await self._store.step("lobby/met.lua", cell, one, other, until_ms)

    async def _activate(self, place: Place, cell: Cell) -> None:
        """Make the tab its person's active one; ends what a former one did, unless that one is alive."""
        mine = ActiveTab(place.tab.id, cell)
        held = await self._active_tabs.take(place.tab, cell)
        if held == mine:
            return
        same = "1" if held.tab == mine.tab else "0"
        result = await self._store.step("lobby/vacate.lua", held.cell, held.tab, same)
        if result[0] != "ok":
            raise errors.BusyElsewhere
        if await self._active_tabs.take(place.tab, cell, instead_of=held) != mine:
            raise errors.BusyElsewhere  # a third tab was faster
