"""Moderation over the wire: what the states let through, and what a visitor is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlmodel import select

from tests.serving import Served
from tests.wire.test_wire import pair
from whimsy.moderation.moderation import Moderation
from whimsy.moderation.report import Evidence, Reason, Report
from whimsy.moderation.sanction import Step
from whimsy.settings import Settings
from whimsy.storage import embedded, redis, sql
from whimsy.stranger.page import CHAT, Page
from whimsy.visitors.active_tab import ActiveTabs
from whimsy.visitors.identity import Identity, VisitorId
from whimsy.visitors.keyring import signing_keys

pytestmark = pytest.mark.served


class Desk(Moderation):
    """The moderators' side of the served app, on its own stores."""

    def __init__(self, served: Served) -> None:
        settings = Settings(data_dir=served.data_dir)
        keys = signing_keys(settings)
        self.identity = Identity(keys)
        self.store = redis.Store(redis.connect(embedded.use(served.data_dir), 5), settings)
        self.sql = sql.connect(settings.sql_url)
        super().__init__(self.store, sql.sessions(self.sql), ActiveTabs(self.store), settings, keys)

    def visitor(self, page: Page) -> VisitorId:
        visitor = self.identity.known(page.local["visitor_token"])
        assert visitor
        return visitor

    async def impose(self, page: Page, step: Step) -> int:
        return await self.decisions.sanction("a moderator", self.visitor(page), (), step, Reason.HATE)

    async def reports_about(self, page: Page) -> list[Report]:
        async with self.sessions() as session:
            found = await session.scalars(select(Report).where(Report.target == self.visitor(page)))
            return list(found)


@pytest_asyncio.fixture
async def desk(served: Served) -> AsyncIterator[Desk]:
    made = Desk(served)
    yield made
    await made.store.close()
    await made.sql.dispose()
    embedded.release()


def told(page: Page) -> str:
    return str(page.vars["notice"]["text"])


async def safety(page: Page, handler: str, **payload: object) -> None:
    await page.do_as(CHAT.replace("chat____chat", "safety____safety"), handler, **payload)


async def test_a_report_reaches_the_desk_with_what_was_said_and_blocks(browse, desk):
    """Fails without `reports.file` or `blocks.block` in `SafetyState._act`."""
    one, other = await pair(browse)
    await other.say("something rude")
    await one.until(lambda: one.texts, "for the line")
    await safety(one, "consider", room=one.room)
    await safety(one, "report", form={"reason": "hate", "words": "they were rude"})
    await one.until(lambda: one.phase == "ended", "to be out of it")
    await one.until(lambda: "A person will look" in told(one), "for thanks")
    async with asyncio.timeout(20):
        while not (reports := await desk.reports_about(other)):
            await asyncio.sleep(0.2)
    assert [(r.reason, r.reporter) for r in reports] == [("hate", desk.visitor(one))]
    async with desk.sessions() as session:
        evidence = await session.get_one(Evidence, reports[0].id)
    assert [line["text"] for line in evidence.said] == [
        "something rude"
    ] and evidence.words == "they were rude"
    assert "rude" not in told(other) and desk.visitor(one) not in repr(other.vars)
    for page in (one, other):
        await page.do("next", room=page.room)
    await asyncio.sleep(2.5)
    assert (one.phase, other.phase) == ("searching", "searching"), "blocked, and met again"


@pytest.mark.parametrize(
    "form", [{}, {"reason": "because"}, {"reason": ["hate"]}, "hate", None, {"reason": "hate", "words": 7}]
)
async def test_a_report_that_is_none_changes_nothing(browse, desk, form):
    one, other = await pair(browse)
    await safety(one, "consider", room=one.room)
    await safety(one, "report", form=form)
    await one.until(lambda: told(one), "to be told")
    assert (one.phase, other.phase) == ("chatting", "chatting")
    assert await desk.reports_about(other) == []


async def test_who_left_can_still_be_reported_and_an_outsider_cannot(browse, desk):
    one, other = await pair(browse)
    third = await browse().open()
    room = one.room
    await other.do("leave", room=room)
    await one.until(lambda: one.phase == "ended", "for the end")
    await one.do("home", room=room)
    await one.until(lambda: one.phase == "idle" and one.vars["previous"] == room, "to be home")
    await safety(third, "consider", room=room)
    await third.until(lambda: told(third), "to be refused")
    await safety(one, "consider", room=room)
    await safety(one, "report", form={"reason": "spam"})
    await one.until(lambda: "A person will look" in told(one), "for thanks")
    assert one.vars["previous"] == ""


@pytest.mark.parametrize("step", [Step.COOLDOWN, Step.BAN])
async def test_a_sanction_ends_the_chat_and_is_told_with_its_reason(browse, desk, step):
    """Fails without `standing.check()` in admission.py, or without `StandingChanged` in `take_in`."""
    one, other = await pair(browse)
    await desk.impose(one, step)
    await one.until(lambda: one.phase == "ended", "to be out", seconds=5)
    await one.until(lambda: "hate" in one.vars["barring"], "to be told why")
    assert one.vars["barred"]["appeal"] and "hate" in one.vars["barred"]["reason"] and not told(one)
    await other.until(lambda: other.phase == "ended", "to be free")
    assert other.transcript[max(other.transcript)]["reason"] == "left", "what it was is nobody's business"
    await one.do("next", room=one.room)
    await asyncio.sleep(1)
    assert one.phase == "ended"


async def test_a_warning_is_told_and_nothing_else(browse, desk):
    one, other = await pair(browse)
    await desk.impose(one, Step.WARN)
    await one.until(lambda: "warning" in told(one), "to be warned")
    await one.say("sorry")
    await other.until(lambda: other.texts == ["sorry"], "to go on")


async def test_the_shadowed_meet_each_other_and_nobody_is_told(browse, desk):
    """Fails without `pool=admission.pool` in `acts.search`."""
    pages = [await browse().open() for _ in range(3)]
    for page in pages[:2]:
        await desk.impose(page, Step.SHADOW)
    await pages[0].do("start")
    await pages[0].until(lambda: pages[0].phase == "searching", "to search")
    await pages[2].do("start")
    await pages[2].until(lambda: pages[2].phase == "searching", "to search")
    await asyncio.sleep(2)
    assert pages[0].phase == pages[2].phase == "searching"
    await pages[1].do("start")
    await pages[1].until(lambda: pages[1].phase == "chatting", "to meet one like them")
    await pages[0].until(lambda: pages[0].phase == "chatting", "to be told of it")
    assert pages[1].room == pages[0].room
    assert "shadow" not in repr([page.vars for page in pages])


async def test_the_desk_switches_searches_links_and_video_off_within_seconds(browse, desk):
    """Fails without the boards read in admission.py and speech.py."""
    one, other = await pair(browse)
    third = await browse().open()
    for name in ("searches", "video", "links"):
        await desk.switches.turn("a moderator", name, on=False)
    try:
        await asyncio.sleep(2.5)
        await third.do("start")
        await third.until(lambda: "paused" in told(third), "to be told")
        assert third.phase == "idle"
        await one.do("offer_video", room=one.room)
        card = lambda: one.vars.get("refused_video", {}).get("sentence", "")  # noqa: E731  (where they pressed)
        await one.until(lambda: "Video and voice are paused" in card(), "to be told")
        assert other.vars["video"] == ""
    finally:
        for name in ("searches", "video", "links"):
            await desk.switches.turn("a moderator", name, on=True)
        await asyncio.sleep(2.5)


async def test_a_link_at_once_is_refused_and_a_number_is_nudged_about(browse):
    """Fails without `screens.judge` in speech.py."""
    one, other = await pair(browse)
    nonce = await one.say("look at https://evil.example now")
    await one.until(lambda: one.vars["refused"]["nonce"] == nonce, "to be refused")
    await one.say("text me at 555 123 4567")
    await other.until(lambda: "Never share" in told(other), "to be reminded")
    assert other.texts == ["text me at 555 123 4567"] and not told(one)


async def test_nobody_searches_before_the_door(browse):
    """Fails without the door in `acts.search`."""
    one = await browse().open()
    await one.do_as(CHAT, "start")
    await one.until(lambda: one.vars.get("asking"), "to be asked")
    assert one.phase == "idle"
    await one.do("agree", claim={"age": 99})
    await asyncio.sleep(0.5)
    assert one.phase == "idle"
    await one.do("agree", claim="declared")
    await one.until(lambda: one.phase == "searching", "to search")


async def test_a_second_press_at_the_door_begins_no_other_search(browse):
    """Fails without the look at the pass in `agree`: the press came late, and the search was over."""
    one = await browse().open()
    await one.do("start")
    await one.until(lambda: one.phase == "searching", "to search")
    await one.do("cancel")
    await one.until(lambda: one.phase == "idle", "to stop")
    await one.do("agree", claim="declared")
    await asyncio.sleep(0.5)
    assert one.phase == "idle"
    await one.do("start")
    await one.until(lambda: one.phase == "searching", "to search again")
