"""An office on the real Valkey and a migrated SQLite: the whole of a server process but for Reflex."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from redis import Redis

from tests.acts.people import People
from tests.moderation.conftest import sqlite_template  # noqa: F401  (a fixture)
from whimsy.moderation.screens import screens
from whimsy.settings import Settings

CHORES = ("lobby/reap.lua", "moderation/told.lua")
"""What a process does now and then, whoever is there."""


@pytest.fixture(scope="session")
def pure_screens():
    """The screens that hold nothing: read from their lists once, not for every office."""
    return screens.ours(Settings())


@pytest.fixture
def migrated(tmp_path, valkey, sqlite_template) -> Settings:  # noqa: F811
    shutil.copy(sqlite_template, tmp_path / "whimsy.db")
    # A lease longer than a test: there is no beat to renew it.
    quick = {"lease": 60, "cooldown": 0, "poll": 0.05, "skips": 3, "skip_wait": 0, "proof_cost": 500}
    return Settings(redis_url=valkey, data_dir=tmp_path, store_timeout=5, **quick)


@pytest_asyncio.fixture
async def people(migrated: Settings, valkey: str, pure_screens, monkeypatch) -> AsyncIterator[People]:
    monkeypatch.setattr(screens, "ours", lambda _: pure_screens)
    with Redis.from_url(valkey) as client:
        client.flushall()
    async with People.gather(migrated) as people:
        yield people


@pytest.fixture
def steps(people: People, monkeypatch) -> list[str]:
    """The steps that Redis is asked for, without the chores of the process."""
    asked: list[str] = []
    pipeline = people.engine.store._pipelines
    run = pipeline.run

    async def counted(path, *rest):
        if path not in CHORES:
            asked.append(path)
        return await run(path, *rest)

    monkeypatch.setattr(pipeline, "run", counted)
    return asked
