"""What a text costs on the way: counted, as a timing would depend on the machine."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
import pytest_asyncio

from tests.load.tab import WhimsyTab

pytestmark = pytest.mark.served

_TEXT = "i watched a really good movie yesterday, have you seen it yet?"
_BYTES = 600
_MANY = 20


@pytest_asyncio.fixture
async def two(served):
    """Two tabs who have just met."""
    tabs = [WhimsyTab(served.address), WhimsyTab(served.address)]
    for tab in tabs:
        await tab.open()
        await tab.wish("counting frames")
    for tab in tabs:
        await tab.start()
    for tab in tabs:
        await tab.until("chatting")
    yield tabs
    for tab in tabs:
        await tab.close()


async def test_a_text_is_one_frame_to_the_server_and_one_to_each_page(two):
    """Fails when an answer, a line or anything else about a text travels by itself, or twice."""
    (one, other), heard = two, []
    other.heard = lambda text, _now: heard.append(text)
    await one.say("hello")  # the first may end other business, such as typing
    await until(lambda: heard and not one.link.asked)
    frames: dict[WhimsyTab, list[str]] = {tab: [] for tab in two}
    for tab in two:
        tab.link.watch = frames[tab].append
    carried = sum(tab.link.traffic for tab in two)
    for number in range(_MANY):
        await one.say(f"{_TEXT} {number}")
    await until(lambda: len(heard) > _MANY and not one.link.asked)
    carried = sum(tab.link.traffic for tab in two) - carried
    mine, theirs = ([frame for frame in frames[tab] if "online_state" not in frame] for tab in two)
    assert sum(frame.startswith("42/whimsy,") for frame in mine) == _MANY
    assert sum(frame.startswith("43/whimsy,") for frame in mine) == _MANY
    assert (len(mine), len(theirs)) == (2 * _MANY, _MANY)
    assert carried / _MANY <= _BYTES


async def until(seen: Callable[[], object]) -> None:
    async with asyncio.timeout(15):
        while not seen():
            await asyncio.sleep(0.01)
