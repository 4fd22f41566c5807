"""Whimsy's own Redis user may do all that moderation does."""

from __future__ import annotations

import asyncio

import pytest

from tests.moderation.house import House
from tests.storage.test_access import guarded  # noqa: F401  (a fixture)
from tests.storage.users import QUOTED
from tests.town import Town
from whimsy.moderation import numbers
from whimsy.moderation.report import Reason
from whimsy.settings import Settings
from whimsy.storage import migrate


@pytest.fixture
def settings(guarded, tmp_path) -> Settings:  # noqa: F811
    made = Settings(redis_url=f"redis://whimsy:{QUOTED}@{guarded.name}/0", data_dir=tmp_path)
    migrate.upgrade(made)
    return made


async def test_everything_moderation_does_is_allowed(settings: Settings):
    """Fails without any one of hvals, hsetnx, exists, pttl and incr in deploy/redis.acl."""
    town = Town(settings)
    await town.listen_from_now()
    house = House(town, settings)
    met = await house.strangers()
    await met.one.say(met.room, "hello")
    await house.reports.evidence(met.one.place, met.room)
    await house.reports.file(met.one.place, met.room, Reason.SPAM)
    await house.blocks.block(met.one.place, met.room)
    await house.observations.note("v", "", "flood", 1.0)
    await asyncio.gather(house.reports.flush(), house.observations.flush(), house.blocks.remember())
    waiting = town.citizen()
    await waiting.enter()
    await house.decisions.lift("ada", await house.ban(waiting.tab.visitor), "")
    await house.sanctions.of("v", "home")
    secret = await house.sit("ada")
    assert await house.desk.who(secret) == "ada"
    await house.desk.close(secret)
    await house.accounts._limit_tries("ada", "home")
    await house.accounts._limit_tries("ada", "home")
    await house.switches.board()
    await house.switches.turn("ada", "video", on=False)
    await numbers.read(town.store, house.sessions)
    await house.close()
    await town.close()
