"""A message in its context, and the screens on the test's own Valkey."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio

from whimsy.moderation.screens.said import Said
from whimsy.moderation.screens.screens import Screens
from whimsy.settings import Settings
from whimsy.storage import redis
from whimsy.storage.redis import Store

LATER = {"age_ms": 60_000, "mine": 5, "theirs": 5}
"""A chat that has lasted: links pass."""


def say(text: str, **context) -> Said:
    return Said(text, **{"visitor": "v", "room": "text-r", "age_ms": 0, **context})


@pytest_asyncio.fixture
async def store(settings: Settings) -> AsyncIterator[Store]:
    client = redis.connect(settings.redis_url.get_secret_value(), timeout=5)
    await client.flushall()
    yield Store(client, settings)
    await client.aclose()


@pytest.fixture
def screens(store: Store, settings: Settings) -> Callable[..., Screens]:
    return lambda **changed: Screens(settings.model_copy(update=changed), store, "k" * 43)
