"""The composition root of a server process: only here are the domain's services built."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from whimsy.calls.mirror import Mirror
from whimsy.chores import Chores
from whimsy.errors import Unavailable
from whimsy.hours import Hours
from whimsy.lobby.invitations import Invitations
from whimsy.lobby.lobby import Lobby
from whimsy.lobby.reunions import Reunions
from whimsy.moderation.moderation import Moderation
from whimsy.presence.headcount import Headcount
from whimsy.presence.leases import Leases
from whimsy.rooms.history import History
from whimsy.rooms.room import Rooms
from whimsy.rooms.topics import Topics
from whimsy.settings import Settings
from whimsy.storage import embedded, redis, sql
from whimsy.storage.bus import Bus, Hear
from whimsy.storage.keys import CELLS
from whimsy.storage.redis import Client, Store
from whimsy.visitors.active_tab import ActiveTabs
from whimsy.visitors.assurance import Door, provider
from whimsy.visitors.budgets import Budgets
from whimsy.visitors.identity import Identity
from whimsy.visitors.keyring import signing_keys
from whimsy.visitors.proof import Proofs
from whimsy.visitors.skips import Skips

_REAP_EVERY = 1.0
_FLUSH_EVERY = 5.0


class Engine:
    """All domain services of a process. hear: gets its events; missed: called when some may be lost."""

    def __init__(self, settings: Settings, client: Client, hear: Hear, missed: Callable[[], None]) -> None:
        self.settings = settings
        self.store = Store(client, settings)
        keys = signing_keys(settings)
        self.identity = Identity(keys, settings.self_match)
        self.door = Door(keys, provider(settings.assurance), settings.agreed_for)
        self.budgets = Budgets(self.store, settings)
        self.proofs = Proofs(self.store, keys, settings)
        self.skips = Skips(self.store, settings)
        self.active_tabs = ActiveTabs(self.store)
        self.rooms = Rooms(self.store)
        self.hours = Hours(settings.opening_times, settings.opening_zone)
        self.topics = Topics([Path(name) for name in settings.topics])
        self.lobby = Lobby(self.store, self.rooms, self.active_tabs)
        self.invitations = Invitations(self.store, keys, settings.invitation_lasts)
        self.reunions = Reunions(self.store, keys, settings.reunion_days * 86400)
        self.leases = Leases(self.store)
        self.headcount = Headcount(self.store, stay=settings.lease, fade=settings.beat * 1.5)
        self.mirror = Mirror(settings)
        self.chores = Chores()
        self.bus = Bus(client, hear, missed)
        self._sql = sql.connect(settings.sql_url)
        sessions = sql.sessions(self._sql)
        self.history = History(self.store, sessions)
        self.moderation = Moderation(
            self.store, sessions, self.active_tabs, settings, keys, [self.history.outbox]
        )

    async def start(self) -> None:
        await self.bus.start()
        for cell in CELLS:
            self.chores.every(_REAP_EVERY, partial(self.lobby.reap, cell))
        self.chores.every(_FLUSH_EVERY, self.history.flush)
        for seconds, job in self.moderation.chores():
            self.chores.every(seconds, job)

    async def pulse(self) -> bool:
        try:
            await self.store.pulse()
        except Unavailable:
            return False
        return True

    async def stop(self) -> None:
        """End the chores, and close every connection."""
        await self.mirror.close()
        await self.chores.stop()
        await self.bus.stop()
        await self.store.close()
        await self._sql.dispose()


def redis_url(settings: Settings) -> str:
    """The url of Redis; starts the embedded Valkey if none is set."""
    return settings.redis_url.get_secret_value() or embedded.use(settings.data_dir)


@asynccontextmanager
async def running(settings: Settings, hear: Hear, missed: Callable[[], None]) -> AsyncIterator[Engine]:
    client = redis.connect(redis_url(settings), settings.store_timeout)
    engine = Engine(settings, client, hear, missed)
    await engine.start()
    try:
        yield engine
    finally:
        await engine.stop()
