"""Two people in two browsers: they meet, talk, type, part; whatever happens to the page."""

from __future__ import annotations

import asyncio
import re

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, Route, WebSocket, expect

from tests.network import Network
from whimsy.stranger.page import Page as Stranger

pytestmark = pytest.mark.browser


async def late(route: Route) -> None:
    """A script that takes its time, for `page.route`: what it makes work is on the page before it."""
    await asyncio.sleep(2)
    await route.continue_()


async def start(page: Page) -> None:
    await page.get_by_role("button", name="Start", exact=True).click()


async def choose_video(page: Page) -> None:
    """Press the word, not the hidden button beneath: what still moves is waited for."""
    await page.locator("label", has_text="Video").click()


async def pair(visit, **other) -> tuple[Page, Page]:
    one, two = await visit(), await visit(**other)
    await start(one)
    await expect(one.get_by_text("Looking for someone")).to_be_visible()
    await start(two)
    for page in (one, two):
        await expect(composer(page)).to_be_visible()
    return one, two


def composer(page: Page):
    return page.get_by_role("textbox", name="Message")


def bubbles(page: Page):
    return page.get_by_role("log")


async def say(page: Page, text: str) -> None:
    await composer(page).fill(text)
    await composer(page).press("Enter")


STANDING = """() => {
  for (const animation of document.getAnimations()) {
    if (animation.animationName === "go") { animation.pause(); animation.currentTime = 0; }
    else if (animation.effect.getComputedTiming().endTime !== Infinity) animation.finish();
  }
}"""
"""What comes is there, and a notice is not yet going: half faded is no contrast to judge."""


async def no_serious_findings(page: Page, where: str) -> None:
    await page.evaluate(STANDING)
    results = await Axe().run(page)
    serious = [
        f"{v['id']}: {v['nodes'][0]['html'][:200]}"
        for v in results.response["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    assert serious == [], where


async def test_two_strangers_meet_and_talk(visit, picture):
    one, two = await pair(visit)
    await say(one, "hello there")
    await expect(bubbles(two)).to_contain_text("hello there")
    await say(two, "hi! <b>not bold</b> & 😀")
    await expect(bubbles(one)).to_contain_text("hi! <b>not bold</b> & 😀")
    await expect(composer(one)).to_have_value("")
    await picture(one, "desktop")


async def test_shift_enter_makes_a_line_and_enter_sends(visit):
    one, two = await pair(visit)
    await composer(one).press_sequentially("first")
    await composer(one).press("Shift+Enter")
    await composer(one).press_sequentially("second")
    await composer(one).press("Enter")
    await expect(bubbles(two)).to_contain_text(re.compile("first\nsecond"))


async def test_typing_is_shown_and_clears_itself(visit, picture):
    one, two = await pair(visit)
    await composer(one).press_sequentially("hm")
    hint = two.locator(".typing")
    await expect(hint).to_be_visible()
    await picture(two, "typing")
    await expect(hint).to_be_hidden()
    await composer(one).press_sequentially("m")
    await expect(hint).to_be_visible()
    await composer(one).press("Enter")
    await expect(bubbles(two)).to_contain_text("hm")
    await expect(hint).to_be_hidden(timeout=2000)  # sooner than it fades
    await composer(one).press_sequentially("and")
    await expect(hint).to_be_visible()


async def test_the_escape_flow(visit, picture):
    one, two = await pair(visit)
    await one.keyboard.press("Escape")
    await expect(one.get_by_role("button", name="Really?")).to_be_visible()
    await picture(one, "really")
    await expect(one.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    await expect(composer(two)).to_be_visible()
    await one.keyboard.press("Escape")
    await one.keyboard.press("Escape")
    await expect(one.get_by_role("button", name="New", exact=True)).to_be_visible()
    await expect(two.get_by_text("They left. Find someone new?")).to_be_visible()
    await picture(two, "left")
    await asyncio.sleep(0.4)  # a press meant for Stop, a moment after they left, must not skip ahead
    await two.keyboard.press("Escape")
    await expect(two.get_by_role("button", name="Stop searching")).to_be_visible()
    await two.keyboard.press("Escape")
    await expect(two.get_by_role("button", name="Start", exact=True)).to_be_visible()


async def test_next_finds_somebody_else(visit):
    one, two = await pair(visit)
    await say(one, "old words")
    await expect(bubbles(two)).to_contain_text("old words")
    await one.get_by_role("button", name="Next").click()
    await expect(two.get_by_text("They left. Find someone new?")).to_be_visible()
    three = await visit()
    await start(three)
    await expect(composer(three)).to_be_visible()
    await say(three, "new words")
    await expect(bubbles(one)).to_contain_text("new words")
    await expect(bubbles(one)).not_to_contain_text("old words")


LATE_ANSWERS = """
const { set } = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage");
Object.defineProperty(WebSocket.prototype, "onmessage", {
  set(hear) {
    set.call(this, (event) => {
      if (`${event.data}`.startsWith("43/whimsy")) setTimeout(() => hear(event), 2000);
      else hear(event);
    });
  },
});
"""
"""The answers to posts arrive two seconds late."""


async def test_the_answer_to_a_post_of_the_chat_before_shows_nothing_in_the_next(visit, served):
    """Fails without `shown.current === room` in Composer.jsx: the line would replace the next chat."""
    one = await visit(script=LATE_ANSWERS)
    first = await Stranger(served.address).open()
    await first.do("start")
    await start(one)
    await first.until(lambda: first.phase == "chatting", "to be paired")
    await say(one, "for the first only")
    await first.until(lambda: first.texts == ["for the first only"], "for the line")
    second = await Stranger(served.address).open()
    await second.do("start")
    await one.get_by_role("button", name="Next").click()
    await second.until(lambda: second.phase == "chatting", "to be paired")
    await second.say("hello from the second")
    await expect(bubbles(one)).to_contain_text("hello from the second")
    await asyncio.sleep(2.5)
    await expect(bubbles(one)).to_contain_text("hello from the second")
    await expect(bubbles(one)).not_to_contain_text("for the first only")
    for stranger in (first, second):
        await stranger.close()


async def test_a_refresh_keeps_the_chat(visit):
    one, two = await pair(visit)
    await say(one, "before")
    await expect(bubbles(two)).to_contain_text("before")
    await composer(one).fill("half a thought")
    await one.reload()
    await expect(bubbles(one)).to_contain_text("before")
    await expect(composer(one)).to_have_value("half a thought")
    await say(two, "after")
    await expect(bubbles(one)).to_contain_text("after")


async def test_closing_the_tab_tells_the_partner(visit, picture):
    one, two = await pair(visit)
    await one.close()
    await expect(two.get_by_text("Reconnecting…", exact=True)).to_be_visible()
    await picture(two, "reconnecting")
    await expect(two.get_by_text("They left. Find someone new?")).to_be_visible(timeout=30_000)


async def test_what_is_said_offline_arrives_once_after_the_network_is_back(visit, picture, served):
    async with Network(served.port) as network:
        one, two = await visit(address=network.address), await visit()
        await start(one)
        await start(two)
        await say(one, "before")
        await expect(bubbles(two)).to_contain_text("before")
        await expect(one.locator(".sending")).to_have_count(0)  # they may hear of it before its sender does
        network.cut()
        await say(one, "said offline")
        await say(one, "and this")
        await expect(one.locator(".sending")).to_have_count(2)
        await say(two, "are you there?")
        await expect(two.get_by_text("Reconnecting…", exact=True)).to_be_visible(timeout=12_000)
        await expect(one.get_by_text("Reconnecting you…")).to_be_visible(timeout=12_000)
        await picture(one, "offline")
        network.restore()
        await expect(bubbles(one)).to_contain_text("are you there?", timeout=15_000)
        for page in (one, two):
            for words in ("said offline", "and this", "are you there?"):
                await expect(page.locator(".bubble", has_text=words)).to_have_count(1, timeout=15_000)
        await expect(one.locator(".sending")).to_have_count(0)
        await picture(one, "back")


SOCKETS = """
const { WebSocket } = window;
window.WebSocket = class extends WebSocket {
  constructor(...given) { super(...given); window.socket = this; }
};
"""
CLOSE = "() => window.socket.close()"
"""The page's websocket ends, as when a network is cut or a process stops."""


async def test_a_page_that_comes_back_asks_once_to_join(visit, served):
    """Fails when Wire.jsx connects an active socket: the second question unhooks it, and it hears nothing."""
    one = await visit(script=SOCKETS)
    asked: list[list[str]] = []

    def watch(socket: WebSocket) -> None:
        frames: list[str] = []
        asked.append(frames)
        socket.on("framesent", lambda frame: frames.append(str(frame)[:10]))

    one.on("websocket", watch)
    stranger = await Stranger(served.address).open()
    await stranger.do("start")
    await start(one)
    await stranger.until(lambda: stranger.phase == "chatting", "to be paired")
    for number in range(2):
        await one.evaluate(CLOSE)
        await say(one, f"line {number}")
        await stranger.until(lambda: stranger.texts[-1:] == [f"line {number}"], "for it")  # noqa: B023
        await expect(one.locator(".sending")).to_have_count(0)
    joined = [frames.count("40/whimsy,") for frames in asked]
    assert joined and max(joined) == 1
    await stranger.close()


async def test_too_long_a_message_stays_in_the_composer_and_says_so(visit, picture):
    one, two = await pair(visit)
    await say(one, "x" * 501)
    await expect(one.get_by_text("That message is longer than 500 characters.")).to_be_visible()
    await expect(composer(one)).to_have_value("x" * 501)
    await picture(one, "too-long")
    await say(one, "short")
    await expect(bubbles(two)).to_contain_text("short")


async def test_interests_are_chips_and_what_is_shared_is_said(visit, picture):
    one, two = await visit(), await visit()
    for page, likes in ((one, ["Jazz", "tea"]), (two, ["jazz"])):
        field = page.get_by_role("textbox", name="What do you like?")
        for like in likes:
            await field.fill(like)
            await field.press("Enter")
            await expect(page.get_by_text(like.lower(), exact=True)).to_be_visible()
    await picture(one, "chips")
    await start(one)
    await expect(one.get_by_text("Looking for someone")).to_be_visible()
    await start(two)
    await expect(two.get_by_text("You both like jazz.").first).to_be_visible()
    await picture(two, "shared")


async def test_widening_is_said(visit, picture):
    page, other = await visit(), await visit()
    await other.get_by_label("Language").select_option("de")  # so that these two do not meet at once
    await start(other)
    field = page.get_by_role("textbox", name="What do you like?")
    await field.fill("something nobody else here would ever like")
    await field.press("Enter")
    await start(page)
    await expect(page.get_by_text("Nobody with these interests yet")).to_be_visible()
    await picture(page, "widening")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()


async def test_a_reader_is_not_dragged_down_by_new_messages(visit, picture):
    one, two = await pair(visit)
    for i in range(40):
        await say(one, f"line {i}")
    await expect(bubbles(two)).to_contain_text("line 39")
    log = bubbles(two)
    bottom = "log => log.scrollHeight - log.scrollTop - log.clientHeight"
    assert await log.evaluate(bottom) < 100
    await log.evaluate("log => { log.scrollTop = 0 }")
    await asyncio.sleep(0.2)
    await say(one, "one more")
    pill = two.get_by_role("button", name=re.compile("New messages"))
    await expect(pill).to_be_visible()
    assert await log.evaluate("log => log.scrollTop") < 50
    await picture(two, "pill")
    await pill.click()
    await expect(pill).to_be_hidden()
    await expect(two.get_by_text("one more")).to_be_in_viewport()


async def test_the_keyboard_alone_suffices(visit):
    one, two = await visit(), await visit()
    await start(two)
    for _ in range(20):
        await one.keyboard.press("Tab")
        if await one.evaluate("document.activeElement.textContent") == "Start":
            break
    await one.keyboard.press("Enter")
    await expect(composer(one)).to_be_focused()
    await one.keyboard.type("no mouse")
    await one.keyboard.press("Enter")
    await expect(bubbles(two)).to_contain_text("no mouse")
    await one.keyboard.press("Escape")
    await one.keyboard.press("Escape")
    await expect(one.get_by_text("You left. Find someone new?")).to_be_visible()
    await one.keyboard.press("Escape")
    await expect(one.get_by_text("Looking for someone")).to_be_visible()


async def test_two_tabs_of_one_browser_are_told_clearly(visit, served):
    one = await visit()
    await start(one)
    await expect(one.get_by_text("Looking for someone")).to_be_visible()
    twin = await one.context.new_page()
    await twin.goto(served.address)
    await twin.get_by_role("button", name="Start", exact=True).click()
    await expect(twin.get_by_text("already chatting in another tab")).to_be_visible()
    await one.get_by_role("button", name="Stop searching").click()
    await expect(one.get_by_role("button", name="Start", exact=True)).to_be_visible()


async def test_unread_messages_are_counted_in_the_title(visit):
    one, two = await pair(visit)
    await two.evaluate(
        "Object.defineProperty(document, 'hidden', {get: () => true, configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    await say(one, "look here")
    await expect(two).to_have_title(re.compile(r"\(1\)"))


SIZES = {"phone": (360, 740), "tall-phone": (430, 932), "desktop": (1440, 900)}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
async def test_every_phase_fits_and_axe_finds_nothing_serious(visit, picture, size, scheme):
    width, height = SIZES[size]
    page = await visit(width, height, color_scheme=scheme)

    async def look(phase: str) -> None:
        await asyncio.sleep(0.7)  # the flourish at the match ends
        await picture(page, phase)
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, phase
        await no_serious_findings(page, phase)

    await look("1-start")
    await start(page)
    await expect(page.get_by_text("Looking for someone")).to_be_visible()
    await look("2-searching")
    partner = await visit()
    await start(partner)
    await expect(composer(page)).to_be_visible()
    await look("3-met")
    await say(partner, "hello! " + "a rather long line that has to wrap somewhere " * 4)
    await say(page, "https://example.com/" + "averyveryverylongword" * 10)
    await say(partner, "مرحبا بالعالم")
    await expect(bubbles(page)).to_contain_text("مرحبا")
    cut = "standing => standing.scrollWidth > standing.clientWidth"
    assert not await page.locator(".standing").evaluate(cut), "how it stands cannot be read"
    await look("4-talking")
    await partner.get_by_role("button", name="Next").click()
    await expect(page.get_by_text("They left. Find someone new?")).to_be_visible()
    await look("5-ended")


async def test_motion_can_be_reduced(visit, picture):
    page = await visit(reduced_motion="reduce")
    await start(page)
    await expect(page.get_by_text("Looking for someone")).to_be_visible()
    # What would move is over at once, which a busy page may take a moment to notice.
    await page.wait_for_function(
        "() => document.getAnimations().every(animation => !animation.effect.getKeyframes()"
        ".some(frame => frame.transform || frame.translate || frame.rotate))",
        timeout=10_000,
    )
    await picture(page, "still")
