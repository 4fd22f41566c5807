"""L3: an hour after the last visitor Redis holds no room, ticket, lease, tab or seat, and no endless key.

Time is the town's own: the clock that decides who is alive is moved by the store's skew, and each key's
own end comes nearer by as much, as if Valkey's clock had been moved along.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable
from contextlib import suppress
from pathlib import Path

import pytest
import pytest_asyncio

from tests.town import Citizen, Town
from whimsy.errors import Refused
from whimsy.lobby.lobby import Matched
from whimsy.rooms.history import History
from whimsy.settings import Settings
from whimsy.storage import migrate, sql
from whimsy.storage.keys import CELLS, RoomId
from whimsy.visitors.active_tab import ActiveTab
from whimsy.visitors.blocks import block

HOUR, DAY = 3_600_000, 86_400_000
LONGEST = {"blocks": 90 * DAY, "closed": DAY}
"""What may live longer than an hour, in ms: whom not to meet; what SQL has not been told yet."""


class Hour:
    """A lively hour: people come, search, talk, call, block, vanish, close their tabs."""

    def __init__(self, town: Town, history: History, seed: int) -> None:
        self.town = town
        self.history = history
        self.chance = random.Random(seed)
        self.here: list[Citizen] = []
        self.rooms: dict[str, RoomId] = {}
        self.opened: set[str] = set()
        self.did: Counter[str] = Counter()

    async def live(self, laps: int, each: float) -> None:
        for _ in range(laps):
            for _ in range(6):
                await self._somebody_does_something()
            await self.pass_time(each)

    async def all_leave(self) -> None:
        """Some leave as one should, some close the tab, some vanish without a word."""
        for citizen in self.here:
            match self.chance.randrange(3):
                case 0 if room := self.rooms.get(citizen.tab.id):
                    await _allowed(citizen.leave(room))
                case 1:
                    await citizen.part(grace=10)
        self.here.clear()

    async def pass_time(self, seconds: float) -> None:
        """Time passes for everybody: leases are renewed for who is here, the chores run, keys end."""
        self.town.sleep(seconds)
        pipe = self.town.store.client.pipeline(transaction=False)
        for key, left in (await self._ends()).items():
            if left > seconds * 1000:
                pipe.pexpire(key, int(left - seconds * 1000))
            else:
                pipe.delete(key)
        await pipe.execute()
        for citizen in self.here:
            if (await citizen.breathe()).lease == "away":
                await citizen.come_back()
            if citizen.ticket:
                self._note(citizen, await citizen.poll())
        await self.town.active_tabs.keep(
            {
                c.tab.person: ActiveTab(c.tab.id, c.cell)
                for c in self.here
                if c.ticket or c.tab.id in self.rooms
            }
        )
        await self.town.headcount.vouch([citizen.tab.visitor for citizen in self.here])
        for cell in CELLS:
            await self.town.lobby.reap(cell)
        await self.history.flush()

    async def kinds(self) -> Counter[str]:
        """How many keys there are of each kind."""
        return Counter(_kind(key) for key in await self.town.store.client.keys("*"))

    async def _ends(self) -> dict[str, int]:
        """Every key with how long it still lives, in ms: never for ever, nor longer than its kind may."""
        client = self.town.store.client
        keys = await client.keys("*")
        pipe = client.pipeline(transaction=False)
        for key in keys:
            pipe.pttl(key)
        ends = dict(zip(keys, await pipe.execute(), strict=True))
        for key, left in ends.items():
            assert left != -1, f"{key} has no end"
            assert left <= LONGEST.get(_kind(key), HOUR), f"{key} lives {left} ms"
        return ends

    async def _somebody_does_something(self) -> None:
        if len(self.here) < 12 or self.chance.random() < 0.2:
            cell = self.chance.choice(CELLS)
            self.here.append(self.town.citizen(cell=cell))
        citizen = self.chance.choice(self.here)
        room = self.rooms.get(citizen.tab.id)
        deed = self.chance.choice(
            ["enter", "enter", "say", "call", "leave", "next", "block", "close", "vanish", "move"]
        )
        self.did[deed] += 1
        match deed:
            case "enter":
                wishes = self.chance.sample(["jazz", "tea", "chess"], self.chance.randrange(3))
                self._note(citizen, await citizen.enter(*wishes, language=self.chance.choice(["", "en"])))
            case "say" if room:
                await _allowed(citizen.say(room, "hello"))
            case "call" if room:
                act = self.chance.choice(["offer", "accept", "stop"])
                await _allowed(self.town.rooms.video(citizen.place, room, act))
            case "leave" if room:
                await _allowed(citizen.leave(room, forget=self.chance.random() < 0.5))
            case "next" if room:
                self._note(citizen, await citizen.enter(leaving=room))
            case "block":
                pair = citizen.tab.person, self.chance.choice(self.here).tab.person
                await block(self.town.store, [pair], 90 * DAY)
            case "close":
                self.here.remove(citizen)
                await citizen.part(grace=10)
                await self.town.headcount.fade(citizen.tab.visitor)
            case "vanish":
                self.here.remove(citizen)
            case "move" if not citizen.ticket:
                citizen.cell = self.chance.choice(CELLS)
                self._note(citizen, await citizen.enter(leaving=room))

    def _note(self, citizen: Citizen, outcome: object) -> None:
        if isinstance(outcome, Matched):
            citizen.ticket = ""
            self.rooms[citizen.tab.id] = outcome.room
            self.opened.add(outcome.room)


async def _allowed(deed: Awaitable[object]) -> None:
    """The room may be over, or the person sit elsewhere by now."""
    with suppress(Refused):
        await deed


def _kind(key: str) -> str:
    """ "room" of whimsy:{text}:room:…; "seat" of whimsy:{seat:…}; "online" of whimsy:online."""
    parts = key.split(":")
    return "seat" if parts[1] == "{seat" else parts[2] if len(parts) > 2 else parts[1]


@pytest_asyncio.fixture
async def history(town: Town, tmp_path: Path):
    settings = Settings(data_dir=tmp_path)
    await asyncio.to_thread(migrate.upgrade, settings)
    engine = sql.connect(settings.sql_url)
    yield History(town.store, sql.sessions(engine))
    await engine.dispose()


@pytest.mark.timeout(240)
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_an_hour_after_the_last_visitor_nothing_remains(town: Town, history: History, seed: int):
    """Every key has an end, within an hour but for two named kinds; an hour later only blocks are left.

    Fails without `PEXPIRE` in cell.lua's `put`, without `expire_room` in claim.lua or post.lua, without
    `PEXPIRE` of the tab in claim.lua, and without either half of reap.lua.
    """
    hour = Hour(town, history, seed)
    await hour.live(laps=120, each=30)
    assert len(hour.opened) > 20 and min(hour.did.values()) > 20, "not a lively hour"
    await hour.all_leave()
    for _ in range(40):  # the longest grace and then some: all are noticed
        await hour.pass_time(1)
    kinds = await hour.kinds()
    assert not kinds.keys() & {"leases", "away", "open", "lang", "tag"}, (
        f"somebody is still waited for: {kinds}"
    )
    assert kinds["closed"] == 0, "SQL was not told of all rooms"
    await hour.pass_time(3600 - 40)
    assert set(await hour.kinds()) <= {"blocks"}
    await hour.pass_time(90 * 86400)
    assert await hour.kinds() == {}
