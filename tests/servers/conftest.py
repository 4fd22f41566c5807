"""The three ways Redis is run for real, each as its own processes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import valkey as servers
from whimsy.settings import Settings


@pytest.fixture(scope="module")
def cluster() -> Iterator[servers.Cluster]:
    """Three primaries without replicas."""
    with servers.clustered() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def sentinels() -> Iterator[servers.Sentinels]:
    """A primary with a replica and three Sentinels."""
    with servers.watched() as group:
        yield group


@pytest.fixture(params=["cluster", "sentinels"])
def valkey(request) -> str:
    """In place of the one server of most tests."""
    return request.getfixturevalue(request.param).url


@pytest.fixture
def database(tmp_path, valkey: str) -> Settings:
    """An empty SQLite beside it."""
    return Settings(data_dir=tmp_path, redis_url=valkey)
