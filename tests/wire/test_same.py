"""What a page shows of a chat is what its state on the server says, after every kind of step."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.wire.test_wire import pair
from whimsy.stranger.page import CHAT, FIELD, ROOT, STORED, Page

pytestmark = pytest.mark.served

NOT_COMPARED = ("typing", "refused", "previous", *STORED)
"""Told by a raw delta that no state has, or by the answer to a post; what the browser keeps."""


async def on_the_server(page: Page) -> dict[str, Any]:
    """The vars of the page's state, as Reflex reads them out when a page asks for everything."""
    found: dict[str, Any] = {}

    def hear(update: dict[str, Any]) -> None:
        if ROOT in update["delta"]:  # all states, and not a change of one
            found.update(update["delta"][CHAT])
        else:
            page._on_event(update)

    page.client.on("event", hear, namespace="/_event")
    await page.do_as(ROOT, "hydrate")
    await page.until(lambda: found, "to be read out")
    page.client.on("event", page._on_event, namespace="/_event")
    return {name.removesuffix(FIELD): value for name, value in found.items()}


async def differ(page: Page) -> list[str]:
    """The vars that the page shows otherwise than its state has them."""
    state = await on_the_server(page)
    assert {"phase", "room", "lines", "partner_away", "video", "call"} <= state.keys()
    return [name for name in state if name not in NOT_COMPARED and page.vars.get(name) != state[name]]


async def same(*pages: Page) -> None:
    for page in pages:
        for wait in (0, 0.5, 5):  # a change may be on its way
            await asyncio.sleep(wait)
            if not (differing := await differ(page)):
                break
        assert differing == []


async def test_after_every_kind_of_step_both_are_the_same(browse):
    """Fails without `put` in `show_line`, or when the answer to a post makes another line than the server."""
    one, other = await pair(browse)
    await same(one, other)
    for number, (speaker, reader) in enumerate([(one, other), (other, one), (one, other)]):
        said = f"line {number}"
        await speaker.say(f"  {said} ")
        for page in (speaker, reader):
            await page.until(lambda page=page: page.texts[-1:] == [said], "for the line")  # noqa: B023
        await same(one, other)
    await one.say("again", nonce="n1")
    await one.say("again", nonce="n1")
    await one.say("x" * 501)
    await one.until(lambda: "500" in one.vars["refused"]["sentence"], "for the refusal")
    await other.until(lambda: other.texts[-1:] == ["again"], "for the line")
    await same(one, other)
    said = one.vars["lines"]["n"]
    assert await other.act("react", said, "heart") == {}
    await one.until(lambda: one.transcript.get(said + 1, {}).get("kind") == "reaction", "for the reaction")
    await other.say("in answer", None, said)
    await one.until(lambda: one.texts[-1:] == ["in answer"], "for the answer")
    assert [page.transcript[said + 2]["to"] for page in (one, other)] == [said, said]
    assert await one.act("topic", "de-AT") == {}
    await other.until(lambda: other.codes[-1:] == ["topic"], "for the topic")
    await same(one, other)
    await one.do("offer_video", room=one.room)
    await other.until(lambda: other.vars["video"] == "asked", "to be asked")
    await other.say("in between")
    await one.until(lambda: one.texts[-1:] == ["in between"], "for the line")
    await same(one, other)
    await other.do("leave", room=other.room)
    for page in (one, other):
        await page.until(lambda page=page: page.phase == "ended", "for the end")
    await same(one, other)
    await one.do("home", room=one.room)
    await one.until(lambda: one.phase == "idle", "to be idle")
    await same(one)
