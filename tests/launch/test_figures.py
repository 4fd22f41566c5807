"""`python -m whimsy numbers` says what the desk shows."""

from __future__ import annotations

import asyncio
import json

import pytest
from pydantic import SecretStr

from tests.town import Town
from whimsy.launch import commands
from whimsy.launch.figures import told
from whimsy.moderation.numbers import CellNumbers, Numbers
from whimsy.settings import Settings
from whimsy.storage import migrate
from whimsy.storage.keys import TEXT, VIDEO


@pytest.fixture
def say(monkeypatch, capsys):
    def run(settings: Settings, *words: str) -> tuple[int, str]:
        monkeypatch.setattr(commands.env, "settings", lambda: settings)
        status = commands.main(["numbers", *words])
        said = capsys.readouterr()
        return status, said.out + said.err

    return run


async def live(settings: Settings) -> None:
    """Two who talk, and one who waits for a call."""
    town = Town(settings)
    await town.client.flushall()
    try:
        await town.pair()
        await town.citizen(cell=VIDEO).enter()
    finally:
        await town.close()


def test_who_waits_and_who_talks_is_told_to_people_and_to_programs(settings: Settings, say):
    """Fails when it asks another Redis than the server, or another cell."""
    migrate.upgrade(settings)
    asyncio.run(live(settings))
    status, said = say(settings)
    assert status == 0
    assert "text: waiting 0; chats 1" in said and "video: waiting 1, the longest " in said
    found = json.loads(say(settings, "--json")[1])
    cells = {one["cell"]: one for one in found["lobbies"]}
    assert (cells["text"]["rooms"], cells["video"]["waiting"], found["reports"]) == (1, 1, 0)


def test_it_says_how_old_a_report_is_and_how_fast_they_are_decided():
    cells = (CellNumbers(TEXT, 2, 3, 61_000),)
    said = told(Numbers(7, cells, 2, 1, 7_200_000, 600_000)).splitlines()
    assert said == [
        "visitors online: 7",
        "text: waiting 2, the longest 61 seconds; chats 3",
        "open reports: 2, the oldest 2 hours; on their way to the database 1",
        "from a report to its decision, median of a week: 10 minutes",
    ]


def test_what_does_not_answer_is_named(settings: Settings, say):
    away = settings.model_copy(update={"redis_url": SecretStr("redis://127.0.0.1:1/0")})
    migrate.upgrade(away)
    assert say(away) == (1, "Not done: Redis does not answer.\n")
