"""A town of simulated visitors: each citizen is one tab held by this process, with its own ears."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field

from whimsy import events
from whimsy.lobby.lobby import Lobby, Matched, SearchStatus, Waiting
from whimsy.lobby.reunions import Reunions
from whimsy.lobby.ticket import Wishes
from whimsy.presence.headcount import Headcount
from whimsy.presence.leases import Leases, Whereabouts
from whimsy.rooms.room import Place, Posted, Rooms, Snapshot
from whimsy.settings import Settings
from whimsy.storage import redis
from whimsy.storage.cluster import Cluster
from whimsy.storage.keys import TEXT, Cell, RoomId, inbox_channel
from whimsy.storage.redis import Store
from whimsy.visitors.active_tab import ActiveTabs
from whimsy.visitors.identity import Tab, TabId, VisitorId

_numbers = itertools.count(1)


@dataclass
class Citizen:
    """One tab. `place` is its present connection."""

    town: Town
    tab: Tab
    inbox: str
    cell: Cell = TEXT
    ticket: str = ""
    attachments: int = 1
    heard: list[events.Event] = field(default_factory=list)
    asks: bool = False

    @property
    def place(self) -> Place:
        return Place(self.tab, f"{self.inbox}/{self.attachments}")

    async def enter(
        self, *interests: str, language="", wished=False, question="", leaving=None, **how
    ) -> SearchStatus:
        wishes = Wishes(interests, language, wished, question)
        outcome = await self.town.lobby.enter(self.place, self.cell, wishes, leaving, **how)
        self.ticket = outcome.ticket if isinstance(outcome, Waiting) else ""
        self.asks = bool(question)
        return outcome

    async def poll(self) -> SearchStatus:
        return await self.town.lobby.poll(self.place, self.cell, self.ticket)

    async def cancel(self) -> None:
        await self.town.lobby.cancel(self.place, self.cell)

    async def say(self, room: RoomId, text: str, nonce: str | None = None, to: int = 0) -> Posted:
        return await self.town.rooms.post(self.place, room, nonce or f"n{next(_numbers)}", text, to=to)

    async def leave(self, room: RoomId, **how) -> None:
        await self.town.rooms.leave(self.place, room, **how)

    async def part(self, grace: float = 10) -> None:
        await self.town.rooms.part(self.place, self.cell, grace)

    async def come_back(self) -> Snapshot:
        self.attachments += 1
        return await self.town.rooms.attach(self.place, self.cell)

    async def see(self) -> Snapshot:
        return await self.town.rooms.snapshot(self.tab, self.cell)

    async def breathe(self) -> Whereabouts:
        found = await self.town.leases.renew(self.cell, {self.tab.id: self.place.holder}, touch=False)
        return found[self.tab.id]

    async def listen(self) -> list[events.Event]:
        await self.town.listen()
        return self.heard


_PATIENCE = 15
"""Seconds that the store may take: a busy machine is not what most tests are about."""


class Town:
    """The domain services on one store, and everybody's ears on one subscription."""

    def __init__(self, settings: Settings) -> None:
        if "store_timeout" not in settings.model_fields_set:
            settings = settings.model_copy(update={"store_timeout": _PATIENCE})
        self.settings = settings
        client = redis.connect(settings.redis_url.get_secret_value(), timeout=_PATIENCE)
        self.store = Store(client, settings)
        self.client = _Everywhere(client) if isinstance(client, Cluster) else client
        self.active_tabs = ActiveTabs(self.store)
        self.rooms = Rooms(self.store)
        self.lobby = Lobby(self.store, self.rooms, self.active_tabs)
        self.reunions = Reunions(self.store, ["k" * 40], 3600)
        self.leases = Leases(self.store)
        self.headcount = Headcount(self.store, stay=settings.lease, fade=4)
        self.citizens: dict[str, Citizen] = {}
        self._ears = client.pubsub()

    @classmethod
    async def found(cls, settings: Settings) -> Town:
        town = cls(settings)
        await town.client.flushall()
        await town.listen_from_now()
        return town

    async def listen_from_now(self) -> None:
        """Open the ears."""
        await self._ears.subscribe(inbox_channel("here"))
        while (await self._ears.get_message(timeout=5) or {}).get("type") != "subscribe":
            pass

    async def close(self) -> None:
        await self._ears.aclose()
        await self.store.close()

    def citizen(self, visitor: str | None = None, inbox: str = "here", cell: Cell = TEXT) -> Citizen:
        """A new tab; of a new visitor unless one is named."""
        number = next(_numbers)
        visitor = visitor or f"visitor{number}"
        tab = TabId(f"tab{number:029d}")
        person = tab if self.settings.self_match else visitor
        citizen = Citizen(self, Tab(tab, VisitorId(visitor), person), inbox, cell)
        self.citizens[tab] = citizen
        return citizen

    async def pair(self) -> tuple[Citizen, Citizen, RoomId]:
        """Two citizens in a room."""
        one, other = self.citizen(), self.citizen()
        await one.enter()
        outcome = await other.enter()
        assert isinstance(outcome, Matched)
        return one, other, outcome.room

    def sleep(self, seconds: float) -> None:
        """Move the clock that decides who is alive."""
        self.store.skew_ms += int(seconds * 1000)

    async def listen(self) -> None:
        """Hand everything published so far to whom it is for."""
        nodes = await self.store._pipelines.each()  # what one node published is heard in its order, no more
        for node in nodes:
            await node.client.publish(inbox_channel("here"), "that is all")
        ended = 0
        while ended < len(nodes):
            message = await self._ears.get_message(timeout=5)
            if message is None or message["type"] != "message":
                continue
            if message["data"] == "that is all":
                ended += 1
                continue
            raw = json.loads(message["data"])
            for tab, holder in raw["to"]:
                citizen = self.citizens.get(tab)  # None: what a Cluster still owed to a town before this one
                if citizen and holder == citizen.place.holder:
                    citizen.heard.append(events.parse(raw["event"], tab))


class _Everywhere:
    """A Cluster as one: a command goes to the node of its key, one without a key to every primary."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    def __getattr__(self, name: str):
        async def run(*args):
            if args and name != "keys":
                return await getattr(self._cluster.node(await self._cluster.owner(args[0])), name)(*args)
            nodes = [self._cluster.node(primary) for primary in await self._cluster.primaries()]
            answers = [await getattr(node, name)(*args) for node in nodes]
            return [*itertools.chain(*answers)] if name == "keys" else answers

        return run
