"""A page that comes back as a browser's does: it notices silence, and reconnects wherever it is told to."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest_asyncio

from tests.history import History, Recorded


class Returning(Recorded):
    """Reconnects within a second or so of losing its socket, until it is left alone.

    returns: when (monotonic) it was last back.
    """

    def __init__(self, address: str, history: History) -> None:
        super().__init__(address, history)
        self.returns: list[float] = []
        self._keeper: asyncio.Task[None] | None = None

    async def open(self) -> Returning:
        """Load the page, and stay."""
        await super().open()
        self._keeper = asyncio.create_task(self._keep())
        return self

    async def leave_alone(self) -> None:
        """The browser is closed without a word, and for good."""
        if self._keeper:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        await self.drop()

    async def close(self) -> None:
        """Close the tab: the page says goodbye."""
        if self._keeper:
            self._keeper.cancel()
        if self.connected:
            await super().close()

    async def _keep(self) -> None:
        while True:
            if self.connected:
                await asyncio.sleep(0.05)
                continue
            await asyncio.sleep(random.uniform(0.2, 1))
            with contextlib.suppress(Exception):
                await super().open()
                self.returns.append(time.monotonic())


Arrive = Callable[[str, int], Awaitable[list[Returning]]]


@pytest_asyncio.fixture
async def arrive(history: History) -> AsyncIterator[Arrive]:
    """Lets people in, a few at a time; closes whoever is still there at the end."""
    pages: list[Returning] = []

    async def let_in(address: str, many: int) -> list[Returning]:
        new = [Returning(address, history) for _ in range(many)]
        pages.extend(new)
        for i in range(0, many, 5):
            await asyncio.gather(*(page.open() for page in new[i : i + 5]))
        return new

    yield let_in
    await asyncio.gather(*(page.leave_alone() for page in pages))
    assert [page.surprises for page in pages if page.surprises] == []


def couples(pages: list[Returning]) -> list[tuple[Returning, Returning]]:
    """The first with the second, the third with the fourth, and so on."""
    return [*zip(pages[::2], pages[1::2], strict=True)]


async def search(page: Returning, wish: str) -> Returning:
    """Look for somebody who shares a wish."""
    if page.vars["interests"] != [wish]:
        await page.do("add_interests", text=wish)
        await page.until(lambda: page.vars["interests"] == [wish], "for the wish")
    await page.do("start")
    await page.until(lambda: page.phase in ("searching", "chatting"), "to search")
    return page
