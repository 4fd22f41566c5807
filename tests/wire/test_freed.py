"""A place that the store freed though its visitor is here: nobody looks at a search that is none."""

from __future__ import annotations

import asyncio

import pytest

from tests.wire.test_safety import desk  # noqa: F401  (a fixture)
from whimsy.storage.keys import TEXT

pytestmark = pytest.mark.served


async def test_a_search_that_was_freed_under_its_visitor_goes_on(browse, desk):  # noqa: F811
    """Fails without `searched` in `take_in`: the page would fall back to the start, or search for ever."""
    one = await browse().open()
    await one.do("start")
    await one.until(lambda: one.phase == "searching", "to search")
    await asyncio.sleep(3)  # a beat, and the view knows which life of the store this is: nothing was lost
    tab, _ = desk.identity.tab(one.session["tab_secret"], desk.visitor(one))
    before = (await desk.store.ask("HGET", f"whimsy:{{text}}:tab:{tab.id}", "ticket")) or ""
    assert before
    await desk.store.step("lobby/vacate.lua", TEXT, tab.id, "1")
    other = await browse().open()

    async with asyncio.timeout(10):
        while await desk.store.ask("HGET", f"whimsy:{{text}}:tab:{tab.id}", "ticket") in (None, before):
            await asyncio.sleep(0.1)
    await other.do("start")
    for page in (one, other):
        await page.until(lambda page=page: page.phase == "chatting", "to be paired")
    assert one.room == other.room
