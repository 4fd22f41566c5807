"""Pages of the served app that are closed after each test."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable

import pytest_asyncio

from tests.serving import Served
from whimsy.stranger.page import Page


@pytest_asyncio.fixture
async def browse(served: Served) -> AsyncIterator[Callable[..., Page]]:
    """Makes pages; all are closed at the end of the test."""
    pages: list[Page] = []

    def make(local: dict[str, str] | None = None) -> Page:
        pages.append(Page(served.address, local))
        return pages[-1]

    yield make
    assert [page.surprises for page in pages if page.surprises] == []
    for page in pages:
        with contextlib.suppress(Exception):
            if page.client and page.client.connected:
                if page.phase == "searching":
                    await page.do("cancel")
                    await page.until(lambda page=page: page.phase != "searching", "to stop")
                if page.phase == "chatting":
                    await page.do("leave", room=page.room)
                    await page.until(lambda page=page: page.phase != "chatting", "to end")
                await page.close()
