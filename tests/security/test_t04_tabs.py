"""T4: a tab's secret brings its room back to one page at a time, of the browser it was given to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from tests.serving import ROOMY
from tests.wire.test_wire import pair
from whimsy.stranger.page import Page

pytestmark = pytest.mark.served


@pytest.fixture(scope="module")
def served(serve):
    return serve(**ROOMY, workers=2)


@pytest.fixture
def copy(served, browse) -> Callable[..., Page]:
    """Makes a page that replays what another one keeps."""

    def make(of: Page, local: dict[str, str] | None = None) -> Page:
        page: Page = browse(served, dict(of.local) if local is None else local)
        page.session = dict(of.session)
        return page

    return make


async def test_a_secret_replayed_from_another_browser_opens_nothing(served, browse, copy):
    """Held twice: fails without the visitor in `Identity.tab`'s digest and with a person that is the tab."""
    one, other = await pair(lambda: browse(served))
    stranger = await browse(served).open()
    for local in ({}, dict(stranger.local), dict(other.local)):
        thief = copy(one, local)
        await thief.open()
        assert (thief.phase, thief.room, thief.texts) == ("idle", "", [])
        await thief.post(one.room, "n1", "it is me")
        await thief.do("take_here")
        await thief.close()
    await asyncio.sleep(0.5)
    assert one.phase == other.phase == "chatting" and one.texts == other.texts == []


async def test_who_was_taken_over_has_no_say_with_what_they_still_know(served, browse, copy):
    """Fails without the holder's check in room.lua."""
    one, other = await pair(lambda: browse(served))
    heir = await copy(one).open()
    await one.until(lambda: one.phase == "elsewhere", "to be told")
    room = heir.room
    await one.post(room, "old", "from the old page")
    await one.do("offer_video", room=room)
    await one.do("leave", room=room)
    await one.client.emit("typing", room, namespace="/whimsy")
    assert await one.send({"room": room, "call": 1, "seq": 1, "kind": "ready", "body": {}}) != "ok"
    await heir.say("from the new page")
    await other.until(lambda: other.texts, "for the line")
    await asyncio.sleep(0.5)
    assert heir.phase == other.phase == "chatting" and other.vars["video"] == ""
    assert other.texts == ["from the new page"] and not other.vars["typing"]


async def test_of_sockets_racing_for_one_tab_one_wins(served, browse, copy):
    """Fails without `NotHolder` for another holder, in post.lua or attach.lua: two would be the tab."""
    one, other = await pair(lambda: browse(served))
    await one.close()
    racers = [copy(one) for _ in range(6)]
    await asyncio.gather(*(racer.open() for racer in racers))

    def winners() -> list[Page]:
        return [racer for racer in racers if racer.phase == "chatting"]

    await other.until(
        lambda: len(winners()) == 1 and all(r.phase in ("chatting", "elsewhere") for r in racers),
        "for one to win",
    )
    await asyncio.gather(*(racer.post(other.room, f"n{n}", f"racer {n}") for n, racer in enumerate(racers)))
    [winner] = winners()
    await other.until(lambda: other.texts, "for the winner's line")
    await asyncio.sleep(0.5)
    assert other.texts == [f"racer {racers.index(winner)}"] and winners() == [winner]
    assert not other.vars["partner_away"]


async def test_replayed_after_the_end_it_shows_the_ending_and_nothing_more(served, browse, copy):
    """Fails when a closed room could be entered again: without the check of `closed` in post.lua."""
    one, other = await pair(lambda: browse(served))
    await one.say("goodbye then")
    await other.until(lambda: other.texts, "for the line")
    room = one.room
    await one.do("leave", room=room)
    await other.until(lambda: other.phase == "ended", "for the end")
    again = await copy(one).open()
    await again.until(lambda: again.phase in ("ended", "idle"), "to see that it is over")
    await again.post(room, "late", "one more thing")
    await again.do("offer_video", room=room)
    await asyncio.sleep(0.5)
    assert other.phase == "ended" and other.texts == ["goodbye then"] and other.vars["video"] == ""
