"""A house of moderation on the real Valkey and a database that is migrated once and copied for each test."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from tests.moderation.house import House
from tests.postgres import fresh_database
from tests.storage.conftest import postgres_url  # noqa: F401  (a fixture)
from tests.town import Town
from whimsy.settings import Settings
from whimsy.storage import migrate


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    migrate.upgrade(Settings(data_dir=folder))
    return folder / "whimsy.db"


@pytest.fixture(scope="session")
def postgres_template(postgres_url, tmp_path_factory) -> str:  # noqa: F811
    url = asyncio.run(fresh_database(postgres_url, "template_migrated"))
    migrate.upgrade(Settings(data_dir=tmp_path_factory.mktemp("template"), db_url=url))
    return postgres_url


@pytest.fixture
def kind(request) -> str:
    """Which database; `both` asks for each in turn."""
    return getattr(request, "param", "sqlite")


@pytest.fixture
def migrated(kind: str, request, tmp_path, valkey) -> Settings:
    """Settings with a migrated database."""
    if kind == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "whimsy.db")
        return Settings(data_dir=tmp_path, redis_url=valkey, store_timeout=5)
    url = request.getfixturevalue("postgres_template")
    name = re.sub(r"\W", "_", request.node.name)[:60].lower()
    asyncio.run(_copy(url, name))
    url = url.replace("/postgres?", f"/{name}?")
    return Settings(data_dir=tmp_path, redis_url=valkey, db_url=url, store_timeout=5)  # a busy machine


async def _copy(url: str, name: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template_migrated')
    await connection.close()


@pytest_asyncio.fixture
async def house(migrated: Settings) -> AsyncIterator[House]:
    town = await Town.found(migrated)
    house = House(town, migrated)
    yield house
    await house.close()
    await town.close()
