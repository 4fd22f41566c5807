"""A message in its context, and the screens on the test's own Valkey."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio

from whimsy.moderation.screens.finding import Verdict
from whimsy.moderation.screens.said import Said
from whimsy.moderation.screens.screens import Screens
from whimsy.rooms.room import Rooms
from whimsy.rooms.toll import Toll
from whimsy.settings import Settings
from whimsy.storage import redis
from whimsy.storage.keys import RoomId
from whimsy.storage.redis import Store
from whimsy.visitors.budgets import Budgets

LATER = {"age_ms": 60_000, "mine": 5, "theirs": 5}
"""A chat that has lasted: links pass."""


def say(text: str, **context) -> Said:
    return Said(text, **{"visitor": "v", "room": "text-r", "age_ms": 0, **context})


class Judging(Screens):
    """Screens with the counts of a Valkey, as `speech.say` brings them together."""

    def __init__(self, settings: Settings, store: Store) -> None:
        super().__init__(settings, "k" * 43)
        roomy = settings.model_copy(update={"message_rate": settings.message_rate._replace(uses=10_000)})
        self._budgets, self._rooms = Budgets(store, roomy), Rooms(store)

    async def judge(self, said: Said) -> Verdict:
        verdict = await self.look(said)
        things = self.counted(said, verdict)
        toll = Toll(self._budgets.of("message", said.visitor), things.counted, things.window_ms)
        return self.weigh(verdict, things, await self._rooms.pay(RoomId(said.room), toll))


@pytest_asyncio.fixture
async def store(settings: Settings) -> AsyncIterator[Store]:
    client = redis.connect(settings.redis_url.get_secret_value(), timeout=5)
    await client.flushall()
    store = Store(client, settings)
    yield store
    await store.close()


@pytest.fixture
def screens(store: Store, settings: Settings) -> Callable[..., Judging]:
    return lambda **changed: Judging(settings.model_copy(update=changed), store)
