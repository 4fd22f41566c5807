"""Our claim step on a Valkey with full rooms: `Lobby.enter`, exactly as a click reaches it."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from pathlib import Path

from tests.load.claims import Found
from whimsy.lobby.lobby import Lobby, Matched
from whimsy.lobby.ticket import Wishes
from whimsy.rooms.room import Place, Rooms
from whimsy.settings import Settings
from whimsy.storage import redis, scripts
from whimsy.storage.keys import CELLS, TEXT, RoomId, active_tab_key, cell_key
from whimsy.storage.redis import Store
from whimsy.visitors.active_tab import ActiveTabs
from whimsy.visitors.identity import Tab, TabId, VisitorId

_FULL_ROOMS = Path(__file__).with_name("full_rooms.lua")
_BATCH = 500


class ClaimStep:
    """Whimsy's lobby with its settings as shipped. `rooms` full rooms must be opened first."""

    def __init__(self, url: str, rooms: int) -> None:
        self.rooms = rooms
        settings = Settings(redis_url=url)
        self.store = Store(redis.connect(url, timeout=10), settings)
        self._lobby = Lobby(self.store, Rooms(self.store), ActiveTabs(self.store))
        self._numbers = itertools.count(1)
        self._entered: list[Place] = []
        self._made: list[RoomId] = []

    async def open_rooms(self) -> None:
        """Make the rooms in the layout of the product's own steps; the real claims come on top."""
        lua = f"{scripts.source('rooms/room.lua')}\n{_FULL_ROOMS.read_text()}"
        step = self.store.client.register_script(lua)
        limits = json.dumps({"skew": 0, **self.store._limits})
        for first in range(1, self.rooms + 1, _BATCH):
            last = min(first + _BATCH - 1, self.rooms)
            await step(keys=[cell_key(TEXT)], args=[f" {limits}", first, last])

    async def claim(self) -> None:
        number = next(self._numbers)
        person = VisitorId(f"fresh{number:017d}")
        place = Place(Tab(TabId(f"{number:032d}"), person, person), "bench/1")
        self._entered.append(place)
        outcome = await self._lobby.enter(place, TEXT, Wishes())
        if isinstance(outcome, Matched):
            self._made.append(outcome.room)

    async def settle(self) -> Found:
        cell, client = cell_key(TEXT), self.store.client
        pipe = client.pipeline(transaction=False)
        for place in self._entered:
            pipe.hget(f"{cell}:tab:{place.tab.id}", "room")
        where = await pipe.execute()
        in_rooms = Counter(room for room in where if room)
        people = Counter(in_rooms[room] for room in {*in_rooms, *self._made})
        alone = where.count(None)
        await self._remove(cell)
        return Found({**people, 1: alone} if alone else dict(people))

    async def _remove(self, cell: str) -> None:
        pipe = self.store.client.pipeline(transaction=False)
        for room in self._made:
            pipe.unlink(*(f"{cell}:{kind}:{room}" for kind in ("room", "log", "nonces")))
        for place in self._entered:
            person, tab = place.tab.person, place.tab.id
            pipe.zrem(f"{cell}:leases", tab)
            pipe.zrem(f"{cell}:open", tab)
            pipe.zrem(f"{cell}:waiting", tab)
            pipe.unlink(
                f"{cell}:tab:{tab}", active_tab_key(person), *(f"{cell_key(c)}:met:{person}" for c in CELLS)
            )
        pipe.unlink(f"{cell}:comers", f"{cell}:waits")
        await pipe.execute()
        self._entered.clear()
        self._made.clear()

    async def close(self) -> None:
        """Close the connections."""
        await self.store.client.aclose()
