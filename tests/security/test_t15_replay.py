"""T15: what was recorded and is said again has its effect once, and only in its room and call.

Nonces and the order of signals are proven in tests/rooms and tests/calls; here a whole wire is replayed.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.serving import ROOMY
from tests.wire.test_calls import calling
from whimsy.stranger.page import Page

pytestmark = pytest.mark.served


class Recorder:
    """Keeps every frame a page sends, to send it again from there or elsewhere."""

    def __init__(self, page: Page) -> None:
        self.frames: list[tuple[str, Any, str]] = []
        emit = page.client.emit

        async def recorded(
            event: str, data: Any = None, namespace: str | None = None, callback: Any = None
        ) -> None:
            self.frames.append((event, data, namespace or "/"))
            await emit(event, data, namespace=namespace, callback=callback)

        page.client.emit = recorded

    async def replay(self, page: Page) -> None:
        for event, data, namespace in list(self.frames):
            await page.client.emit(event, data, namespace=namespace)


async def test_a_recorded_wire_replayed_anywhere_adds_nothing(serve, browse):
    """Fails without the nonces in post.lua; what is aimed at an old room is held twice: by room, by end."""
    served = serve(**ROOMY)
    one, other = await calling(lambda: browse(served))
    tape = Recorder(one)
    await one.say("said once")
    assert await one.signal("ready", 1) == "ok"
    assert await one.signal("camera", 2, on=False) in ("ok", "malformed")
    await other.until(lambda: other.texts and other.signals, "for both")
    heard = len(other.signals)
    for _ in range(3):
        await tape.replay(one)
    await one.say("and on")
    await other.until(lambda: len(other.texts) == 2, "for the next line")
    assert other.texts == ["said once", "and on"]
    assert len({signal["seq"] for signal in other.signals}) == heard

    await other.do("stop_video", room=other.room)  # an old call's signals after a new call
    await one.until(lambda: one.vars["video"] == "", "for the end")
    await one.do("offer_video", room=one.room)
    await other.until(lambda: other.vars["video"] == "asked", "to be asked")
    await other.do("accept_video", room=other.room)
    await one.until(lambda: one.vars["call"]["n"] == 2, "for the second call")
    other.signals.clear()
    await tape.replay(one)
    await asyncio.sleep(0.5)
    assert [signal for signal in other.signals if signal["call"] != 2] == []

    old = one.room  # and into the next room
    await one.do("next", room=old)
    third, _ = await browse(served).open(), await other.do("home", room=old)
    await third.do("start")
    await third.until(lambda: third.phase == "chatting", "for somebody new")
    await tape.replay(one)
    await one.say("fresh words")
    await third.until(lambda: third.texts, "for the line")
    assert third.texts == ["fresh words"] and third.signals == [] and third.vars["video"] == ""
