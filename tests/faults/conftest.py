"""Servers to break and pages to watch it from; both are ended with the test."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.faults.stores import Valkey
from tests.history import History, Recorded
from tests.serving import PROMPT, Served
from whimsy.stranger.page import Page


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Starts served apps with settings and waits for them: two processes, nobody has to cool down."""
    started: list[Served] = []

    def start(**settings: object) -> Served:
        folder = tmp_path / f"server{len(started)}"
        started.append(Served(folder, **{"workers": 2, "cooldown": 0, **PROMPT, **settings}))
        return started[-1].wait()

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def valkey_of_its_own(tmp_path: Path) -> Iterator[Callable[..., Valkey]]:
    """Starts Valkeys for the test to break."""
    started: list[Valkey] = []

    def start(**how: bool) -> Valkey:
        started.append(Valkey(tmp_path / f"valkey{len(started)}", **how))
        started[-1].start()
        return started[-1]

    yield start
    for valkey in started:
        valkey.kill()


@pytest.fixture
def history() -> History:
    """What the pages of the test did and saw, for a test to check."""
    return History()


@pytest_asyncio.fixture
async def browse(history: History) -> AsyncIterator[Callable[..., Page]]:
    """Makes pages of a server; none may have shown an error of Reflex's own."""
    pages: list[Page] = []

    def make(address: str, local: dict[str, str] | None = None) -> Page:
        pages.append(Recorded(address, history, local))
        return pages[-1]

    yield make
    for page in pages:
        with contextlib.suppress(Exception):
            await page.drop()
    assert [page.surprises for page in pages if page.surprises] == []
