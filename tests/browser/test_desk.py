"""The desk in Chromium: as a visitor, logged out, and as a moderator at the keyboard; and the appeal."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import AsyncIterator, Iterator

import pyotp
import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests import valkey as servers
from tests.browser.test_chat import bubbles, composer, late, no_serious_findings, pair, say, start
from tests.office import PASSWORD, Office
from tests.serving import Served
from whimsy.moderation.report import Reason
from whimsy.moderation.sanction import Step

pytestmark = pytest.mark.browser
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def valkey() -> Iterator[str]:
    """In place of the one of most tests, where who is left from another may still search."""
    with servers.alone() as store:
        yield store.url


@pytest.fixture(scope="module")
def served(tmp_path_factory, valkey):
    server = Served(tmp_path_factory.mktemp("desk"), workers=2, cooldown=0, redis_url=valkey)
    yield server.wait()
    server.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def office(served: Served, valkey) -> AsyncIterator[Office]:
    office = await Office(served, valkey).open()
    for case in await office.queue.open(500):  # what an earlier test left
        await office.decisions.dismiss("eve", case.target, (await office.queue.look("eve", case.target)).seen)
    yield office
    await office.close()


async def go(page: Page, path: str) -> Page:
    await page.goto(re.match(r"https?://[^/]+", page.url)[0] + path)
    return page


async def log_in(page: Page, totp: pyotp.TOTP, password: str = PASSWORD, name: str = "eve") -> None:
    await page.get_by_label("Name").fill(name)
    await page.get_by_label("Password").fill(password)
    await page.get_by_label("Code").fill(totp.now())
    await page.get_by_role("button", name="Log in").click()


async def moderate(visit, office: Office, **how) -> Page:
    """A moderator at the desk."""
    name = f"ada{next(_numbers)}"  # one who logs in again and again is slowed
    totp = await office.moderator(name)
    page = await visit(**how)
    # Fails with Keys whose script is fetched when they appear: the letters are shown, and do nothing yet.
    await page.route(re.compile(r"/assets/Keys-"), late)
    await go(page, "/desk")
    await log_in(page, totp, name=name)
    await expect(page.get_by_role("navigation", name="Desk")).to_be_visible()
    await expect(page.get_by_text("Online", exact=True)).to_be_visible()
    return page


async def again(page: Page) -> None:
    """Search from an ended chat; a press a moment after it ended is ignored."""
    await expect(page.get_by_text("They left. Find someone new?")).to_be_visible()
    await asyncio.sleep(1)
    await page.get_by_role("button", name="New", exact=True).click()


def queue(page: Page):
    return page.get_by_role("region", name="Queue").get_by_role("listitem")


def case(page: Page):
    return page.get_by_role("region", name="Case", exact=True)


async def test_a_visitor_finds_a_login_and_nothing_else(visit, office, picture):
    await office.accused("a planted marker")
    page = await go(await visit(), "/desk")
    await expect(page.get_by_role("button", name="Log in")).to_be_visible()
    await expect(page.get_by_text("Online", exact=True)).to_have_count(0)
    assert "planted" not in await page.content()
    assert await page.locator('meta[name="robots"]').get_attribute("content") == "noindex, nofollow"
    await picture(page, "login")
    await no_serious_findings(page, "login")
    await log_in(page, await office.moderator("eve"), "not the password")
    await expect(page.get_by_role("alert")).to_contain_text("Name, password or code is wrong.")
    assert "planted" not in await page.content()


async def test_a_reported_stranger_is_banned_by_keyboard_appeals_and_is_let_in_again(visit, office, picture):
    """The whole chain, in four browsers' worth of pages."""
    reporter, reported = await pair(visit)
    await say(reported, "you are all idiots")
    await expect(bubbles(reporter)).to_contain_text("idiots")
    await reporter.get_by_role("button", name="Report or block").click()
    await reporter.get_by_role("radio", name="Hate").check()
    await reporter.get_by_label("Anything to add?").fill("he insulted me")
    await reporter.get_by_role("button", name="Report and block").click()
    await expect(reporter.get_by_role("status").get_by_text("Thank you.")).to_be_visible()

    desk = await moderate(visit, office)
    await expect(queue(desk)).to_have_count(1, timeout=15_000)
    await desk.keyboard.press("n")
    await expect(case(desk)).to_contain_text("you are all idiots")
    await expect(case(desk)).to_contain_text("he insulted me")
    await desk.keyboard.press("b")
    await picture(desk, "ban")
    await expect(desk.get_by_label("Reason")).to_have_value("hate")
    await desk.get_by_label("Length").select_option("1 week")
    await desk.get_by_role("button", name="Ban", exact=True).click()
    await expect(desk.get_by_role("status").filter(has_text="Banned.")).to_be_visible()
    await expect(queue(desk)).to_have_count(0)

    await go(reported, "/")
    await expect(reported.get_by_role("region", name="You are banned.")).to_be_visible()
    await reported.get_by_role("link", name="Appeal").click()
    await expect(reported.get_by_role("heading", name="A ban")).to_be_visible()
    await expect(reported.get_by_text("For hate. For another 7 days.")).to_be_visible()
    assert (
        "insulted" not in await reported.content()
        and "ada" not in await reported.locator("main").inner_text()
    )
    await picture(reported, "appeal")
    await reported.get_by_role("textbox").fill("it was <b>my brother</b>")
    await reported.get_by_role("button", name="Send the appeal").click()
    await expect(reported.get_by_text("We have your appeal.")).to_be_visible()
    await expect(reported.get_by_role("textbox")).to_have_count(0)
    await go(reporter, "/appeal")
    await expect(reporter.get_by_text("Nothing stands against you")).to_be_visible()

    await desk.get_by_role("button", name="Appeals").click()
    await expect(desk.get_by_text("it was <b>my brother</b>")).to_be_visible()
    await desk.get_by_role("button", name="Look at the file").click()
    await expect(case(desk)).to_contain_text("Ban of 7 days for hate")
    await desk.get_by_role("button", name="Appeals").click()
    await desk.get_by_role("button", name="Accept…").click()
    await picture(desk, "appeals")
    await no_serious_findings(desk, "appeals")
    await desk.get_by_role("button", name="Accept and lift").click()
    await expect(desk.get_by_text("No appeal waits.")).to_be_visible()

    await reported.reload()
    await expect(reported.get_by_text("you were right")).to_be_visible()
    await go(reported, "/")
    await again(reported)
    # Whoever was sanctioned does the task for robots first, which fills a core for a while.
    await expect(reported.get_by_text("Looking for someone")).to_be_visible(timeout=60_000)

    await desk.get_by_role("button", name="Audit").click()
    for act in ("login", "look", "ban", "granted", "lift"):
        await expect(desk.get_by_role("cell", name=act, exact=True).first).to_be_visible()
    assert "idiots" not in await desk.get_by_role("table").inner_text()
    await picture(desk, "audit")
    await no_serious_findings(desk, "audit")
    await desk.get_by_role("button", name="Log out").click()
    await expect(desk.get_by_role("button", name="Log in")).to_be_visible()
    assert "you are all idiots" not in await desk.content()
    await desk.reload()
    await expect(desk.get_by_role("button", name="Log in")).to_be_visible()


async def test_a_warning_arrives_in_the_middle_of_a_chat(visit, office):
    reporter, reported = await pair(visit)
    await say(reported, "buy this now")
    await expect(bubbles(reporter)).to_contain_text("buy this")
    await reporter.get_by_role("button", name="Report or block").click()
    await reporter.get_by_role("radio", name="Spam").check()
    await reporter.get_by_role("button", name="Report and block").click()
    await reported.get_by_role("button", name="Back to start").click()
    await start(reported)
    await expect(reported.get_by_text("Looking for someone")).to_be_visible()
    await start(await visit())
    await expect(composer(reported)).to_be_visible()
    desk = await moderate(visit, office)
    await expect(queue(desk)).to_have_count(1, timeout=15_000)
    await desk.keyboard.press("n")
    await expect(case(desk)).to_contain_text("buy this now")
    await desk.keyboard.press("w")
    await expect(queue(desk)).to_have_count(0)
    await expect(reported.get_by_text("A warning: people reported spam")).to_be_visible()


async def test_each_key_does_what_its_button_says_and_the_next_case_is_there_at_once(visit, office, picture):
    """Fails without Keys.jsx; the letters are on the buttons."""
    reasons = (Reason.CHILD_SAFETY, Reason.THREAT, Reason.HATE, Reason.SPAM)
    targets = [await office.accused(f"words {i}", reason=reason) for i, reason in enumerate(reasons)]
    desk = await moderate(visit, office)
    await expect(queue(desk)).to_have_count(4)
    await expect(queue(desk).first).to_contain_text("child safety")
    await desk.keyboard.press("n")
    for number, (key, done) in enumerate(
        (("s", "In the shadow pool."), ("c", "Paused."), ("d", "Dismissed."))
    ):
        await expect(case(desk)).to_contain_text(f"words {number}")
        await desk.keyboard.press(key)
        await expect(desk.get_by_role("status").filter(has_text=done)).to_be_visible()
    await expect(case(desk)).to_contain_text("words 3")
    await desk.keyboard.press("h")
    await desk.keyboard.type("police, file 12")  # at once: c, d and the like must be letters here
    await expect(case(desk)).to_contain_text("words 3")
    await desk.keyboard.press("Escape")
    await desk.keyboard.press("h")
    await desk.keyboard.type("wd police")
    await desk.keyboard.press("Enter")
    await expect(case(desk)).to_contain_text("held until")
    await picture(desk, "held")
    await desk.get_by_role("button", name="Keys on").click()
    await expect(desk.get_by_role("button", name="Keys off")).to_be_visible()
    await desk.keyboard.press("d")
    await asyncio.sleep(0.5)
    await expect(queue(desk)).to_have_count(1)
    steps = [[s.step for s in (await office.queue.look("eve", target)).sanctions] for target in targets]
    assert steps == [[Step.SHADOW], [Step.COOLDOWN], [], []]


async def test_who_decides_second_is_told_and_sees_what_was_decided(visit, office):
    target = await office.accused("once only")
    desk = await moderate(visit, office)
    await desk.keyboard.press("n")
    await expect(case(desk)).to_contain_text("once only")
    await office.decisions.sanction(
        "bob", target, (await office.queue.look("bob", target)).seen, Step.WARN, Reason.HATE
    )
    await desk.keyboard.press("d")
    await expect(desk.get_by_role("alert")).to_contain_text("This changed while you looked.")
    await expect(case(desk)).to_contain_text("accepted by bob")
    await expect(desk.get_by_role("button", name="Dismiss")).to_have_count(0)


async def test_a_switch_asks_first_and_is_obeyed_within_seconds(visit, office, picture):
    desk, visitor = await moderate(visit, office), await visit()
    await desk.get_by_role("button", name="Switches").click()
    await desk.get_by_role("button", name=re.compile("^Turn off… ?new searches")).click()
    await picture(desk, "switches")
    await no_serious_findings(desk, "switches")
    await desk.get_by_role("button", name="Cancel").click()
    await asyncio.sleep(0.5)
    assert (await office.switches.board()).searches
    try:
        await desk.get_by_role("button", name=re.compile("^Turn off… ?new searches")).click()
        await desk.get_by_role("button", name="Turn new searches off").click()
        await expect(desk.get_by_role("button", name=re.compile("^Turn on… ?new searches"))).to_be_visible()
        await asyncio.sleep(3)
        await start(visitor)
        await expect(visitor.get_by_text("New chats are paused for a while.")).to_be_visible()
    finally:
        await office.switches.turn("eve", "searches", on=True)
    await expect(desk.get_by_role("button", name=re.compile("^Turn off… ?new searches"))).to_be_visible(
        timeout=10_000
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
async def test_the_desk_is_readable_wide_and_narrow_light_and_dark(visit, office, picture, scheme, width):
    for reason in (Reason.CHILD_SAFETY, Reason.SEXUAL, Reason.SCAM, Reason.SPAM):
        await office.accused("hey", "send me 50 in gift cards " * 3, words="wanted money", reason=reason)
    desk = await moderate(visit, office, width=width, height=844, color_scheme=scheme)
    await expect(queue(desk)).to_have_count(4)
    await desk.keyboard.press("n")
    await expect(case(desk)).to_contain_text("gift cards")
    await asyncio.sleep(0.5)
    await picture(desk, "desk")
    await no_serious_findings(desk, "desk")
    assert await desk.evaluate("document.documentElement.scrollWidth") <= width
    await desk.keyboard.press("b")
    await expect(desk.get_by_label("Reason")).to_be_focused()
    await no_serious_findings(desk, "ban")
    await picture(desk, "ban")
    await office.sit("mallory")
    await office.town.client.rpush("whimsy:{text}:reports", '{"id": "none", "reason": "child_safety"}')
    await desk.keyboard.press("Escape")
    for part, shown in (("Moderators", "mallory"), ("Set aside", "a child in danger")):
        await desk.get_by_role("button", name=part).click()
        await expect(desk.get_by_role("region", name=part).get_by_text(shown).first).to_be_visible(
            timeout=15_000
        )
        await picture(desk, part)
        await no_serious_findings(desk, part)
        assert await desk.evaluate("document.documentElement.scrollWidth") <= width
    await desk.get_by_role("button", name="Discard…").first.click()
    await desk.get_by_role("button", name="Discard it").click()
    await expect(desk.get_by_text("Everything could be written.")).to_be_visible()
