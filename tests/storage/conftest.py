"""The two databases every SQL test runs on."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator

import pytest

from tests import postgres
from whimsy.settings import Settings


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with postgres.running() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path, valkey) -> Settings:
    """Settings with an empty database of each kind."""
    if request.param == "sqlite":
        return Settings(data_dir=tmp_path, redis_url=valkey)
    name = re.sub(r"\W", "_", request.node.name)[:60].lower()
    url = asyncio.run(postgres.fresh_database(request.getfixturevalue("postgres_url"), name))
    return Settings(data_dir=tmp_path, db_url=url, redis_url=valkey)
