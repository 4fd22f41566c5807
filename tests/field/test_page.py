"""The page itself: translated, by ear, with a wrong clock, gone back and forth on, alone, and nowhere."""

from __future__ import annotations

import asyncio
import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_chat import bubbles, composer, late, pair, say, start
from tests.network import Network

pytestmark = pytest.mark.browser
BROWSERS = Path(__file__).with_name("browsers")

TRANSLATED = (BROWSERS / "translated.js").read_text()
"""As Chrome's translation: every text out, a translated copy in; or, as others do, the same one moved."""


async def press(page: Page, what: str) -> None:
    await page.locator(what).click()


async def here(page: Page) -> str:
    return await page.locator(".headcount").inner_text()


@pytest.mark.parametrize("how", ["replace", "move"])
async def test_a_translated_page_tells_every_phase(visit, how):
    """Fails without `alone`: the status line stays "Talking to a stranger" after they left."""
    script = TRANSLATED.replace("KIND", repr(how))
    one, two = await visit(script=script), await visit()
    standing, said = one.locator(".standing"), one.locator(".ask")
    await one.evaluate("translate()")
    await expect(one.locator(".promise")).to_have_text("«Talk to a random stranger.»")
    assert await one.locator("h1 .letters").text_content() == "whimsy"
    third = await visit()
    async with asyncio.timeout(15):
        while await here(one) != f"«{await here(third)}»":
            await asyncio.sleep(0.1)
    await third.close()
    await press(one, ".go")
    await expect(one.locator(".looking .calm")).to_have_text(re.compile("^«(Nobody else is|Anyone now).*»$"))
    await start(two)
    await expect(standing).to_have_text("«Talking to a stranger»")
    for end in ("left", "left again"):
        await two.goto("about:blank")
        await expect(standing).to_have_text("«Reconnecting…»")
        await two.go_back()
        await expect(composer(two)).to_be_visible()
        await expect(standing).to_have_text("«Talking to a stranger»")
        async with asyncio.timeout(15):  # a page that has just come back may not have joined the chat yet
            while not await one.locator(".typing").count():
                await composer(two).fill("")
                await composer(two).press_sequentially("h")
                await asyncio.sleep(0.5)
        await composer(two).press("Enter")
        await expect(one.locator(".typing")).to_be_hidden()
        await expect(one.locator(".theirs .bubble").last).to_contain_text("«h»")
        await press(two, ".stop")
        await press(two, ".stop")
        await expect(standing).to_have_text("«This chat has ended.»", timeout=15_000)
        await expect(said).to_have_text("«They left. Find someone new?»")
        if end == "left":
            await asyncio.sleep(0.4)  # a press meant for Stop, a moment after they left, is none
            await one.locator(".stop-ended").click()
            await two.locator(".stop-ended").click()
            await expect(standing).to_have_text("«Talking to a stranger»")


DAY_AHEAD = (BROWSERS / "day_ahead.js").read_text()
BACK = "() => { const now = Date.now; Date.now = () => now() + SHIFT; }"


async def test_a_wrong_clock_and_one_that_is_set_change_nothing(visit, served):
    """Fails with Date.now() in Transcript.jsx, tray.js or Composer.jsx."""
    async with Network(served.port) as network:
        one = await visit(address=network.address, script=DAY_AHEAD)
        two = await visit()
        await start(one)
        await start(two)
        await say(one, "what day is it?")
        await say(two, "the same as yours")
        for page in (one, two):
            await expect(bubbles(page)).to_contain_text("the same as yours")
            await expect(page.locator(".day")).to_have_count(0)
        times = [await page.locator("time").last.get_attribute("datetime") for page in (one, two)]
        assert times[0] == times[1]
        for hours in (-1, 2):
            set_clock = BACK.replace("SHIFT", str(hours * 3_600_000))
            await composer(two).press_sequentially("h")
            await expect(one.locator(".typing")).to_be_visible()
            await composer(one).press_sequentially("h")
            await expect(two.locator(".typing")).to_be_visible()
            await one.evaluate(set_clock)
            await expect(one.locator(".typing")).to_be_hidden()
            await expect(two.locator(".typing")).to_be_hidden()
            await composer(one).press_sequentially("m")
            await expect(two.locator(".typing")).to_be_visible()
            network.cut()
            await say(one, f"unsent {hours}")
            await one.evaluate(set_clock)
            network.restore()
            await expect(bubbles(two)).to_contain_text(f"unsent {hours}", timeout=30_000)


async def test_the_time_of_a_message_is_there_for_whoever_asks(visit, picture):
    """Fails when it stands below each message, or only a mouse can ask for it."""
    one, two = await visit(), await visit(390, 844, has_touch=True, is_mobile=True)
    await start(one)
    await start(two)
    await say(one, "short")
    await say(two, "the same, with some more words in it")
    for page, ask in ((one, "hover"), (two, "tap")):
        await expect(bubbles(page)).to_contain_text("the same")
        await page.mouse.move(0, 0)  # it pressed Start where a message is now
        for side in ("mine", "theirs"):
            row = page.locator(f".row.{side}:not(.typing)")
            shown = row.locator(".beside")
            await expect(shown).to_have_css("opacity", "0")
            async with asyncio.timeout(15):  # again, as lines move while others come
                while await shown.evaluate("beside => getComputedStyle(beside).opacity") != "1":
                    await getattr(row.locator(".bubble"), ask)()
            await expect(shown).to_be_in_viewport(ratio=1)
    await picture(two, "time")


async def test_a_window_that_is_seen_but_not_in_front_counts_what_came(visit):
    """Fails when Tab.jsx asks only `document.hidden`."""
    one, two = await pair(visit)
    await say(one, "seen")
    await expect(bubbles(two)).to_contain_text("seen")
    await expect(two).to_have_title("Whimsy")
    await two.evaluate("Document.prototype.hasFocus = () => false; window.dispatchEvent(new Event('blur'))")
    for words in ("one", "two", "three"):
        await say(one, words)
    await expect(two).to_have_title("(3) Whimsy")
    await two.evaluate("Document.prototype.hasFocus = () => true; window.dispatchEvent(new Event('focus'))")
    await expect(two).to_have_title("Whimsy")


async def test_back_to_another_page_and_forth_keeps_the_chat(visit):
    """Fails without the null check in `toEnd`: the page reports an error."""
    one, two = await visit(), await visit()
    await one.get_by_role("link", name="Rules").click()
    await one.get_by_role("link", name="back to the start").click()
    await start(one)
    await start(two)
    await say(two, "before")
    await expect(bubbles(one)).to_contain_text("before")
    for _ in range(2):  # the first one asks
        await one.go_back()
    await expect(one.get_by_role("heading", name="Rules", exact=True)).to_be_visible()
    await say(two, "meanwhile")
    await one.go_forward()
    await expect(bubbles(one)).to_contain_text("meanwhile")
    await say(one, "and on")
    await expect(bubbles(two)).to_contain_text("and on")


async def test_back_out_of_whimsy_and_forward_is_the_same_chat(visit):
    one, two = await pair(visit)
    await say(two, "before")
    await composer(one).fill("half a thought")
    for _ in range(2):  # the first one asks
        await one.go_back()
    await expect(two.locator(".standing")).to_have_text("Reconnecting…")
    await one.go_forward()
    await expect(bubbles(one)).to_contain_text("before")
    await expect(composer(one)).to_have_value("half a thought")
    await expect(two.locator(".standing")).to_have_text("Talking to a stranger")


async def test_the_report_sheet_keeps_the_focus_and_gives_it_back(visit, picture):
    """Fails with a `div role=dialog`: Tab goes on behind it, and Back leaves the chat."""
    one, _ = await pair(visit)
    flag = one.get_by_role("button", name="Report or block")
    sheet = one.get_by_role("dialog", name="Report or block")
    for close in ("Escape", "Back", "Close"):
        await flag.focus()
        await one.keyboard.press("Enter")
        await expect(sheet).to_be_visible()
        await expect(sheet.get_by_role("button", name="Close")).to_be_focused()
        assert await one.evaluate("document.querySelector('dialog').matches(':modal')")
        if close == "Escape":
            await picture(one, "sheet")
            for _ in range(12):
                await one.keyboard.press("Tab")
                assert await one.evaluate(
                    "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
                )
            await one.keyboard.press("Escape")
        elif close == "Back":
            await one.go_back()
        else:
            await sheet.get_by_role("button", name="Close").click()
        await expect(sheet).to_be_hidden()
        await expect(flag).to_be_focused()
        await expect(one.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    assert await one.evaluate("history.state?.whimsySheet ?? false") is False


async def test_a_screen_reader_hears_every_phase_and_goes_on_from_it(visit):
    """Fails without the herald: the focus is lost with the button that was pressed, and nothing is said."""
    one, two = await visit(agrees=False), await visit()
    await one.route(re.compile(r"/assets/Stop-"), late)
    region = one.locator("[role=status].unseen")
    await region.evaluate("region => { region.dataset.same = 'yes' }")
    await expect(region).to_have_text("")
    await one.get_by_role("button", name="Start", exact=True).focus()
    await one.keyboard.press("Enter")
    await expect(one.get_by_role("heading", name="Before you meet someone")).to_be_focused()
    await expect(region).to_have_text("One question first.")
    await one.get_by_role("button", name="I’m 18 or older").focus()
    await one.keyboard.press("Enter")
    await expect(one.get_by_role("heading", name="Looking for someone")).to_be_focused()
    await expect(region).to_have_text("Searching. There is nobody else yet.")
    # Fails with a Stop whose script is fetched when it first appears: Esc is offered, and does nothing yet.
    await one.keyboard.press("Escape")
    await expect(one.get_by_role("heading", name="Whimsy")).to_be_focused()
    await expect(region).to_have_text("Back at the start.")
    await start(one)
    await start(two)
    await expect(composer(one)).to_be_focused()
    await expect(region).to_have_text("Found someone. Say hi.")
    await composer(one).press_sequentially("half a thought")
    await two.get_by_role("button", name="Next").click()
    await expect(region).to_have_text("The chat is over.")
    await expect(one.get_by_role("textbox", name="What you did not send")).to_be_focused()
    await expect(region).to_have_attribute("data-same", "yes")


async def test_who_is_alone_is_told_so(visit, picture):
    """Fails without `company`: "You’re next in line." for ever, and the dots closing in on nobody."""
    page = await visit()
    await start(page)
    await expect(page.get_by_text(re.compile("^Nobody else is (here|looking) right now"))).to_be_visible()
    await expect(page.locator(".whimsy")).to_have_attribute("data-stage", "0")
    await picture(page, "alone")


async def test_an_address_that_leads_nowhere_has_a_way_home(visit, served, chromium, picture):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{served.address}/nowhere", timeout=10)
    with refused.value:  # else its connection stays open until somebody else's test
        assert refused.value.code == 404
    page = await (await chromium.new_context(viewport={"width": 390, "height": 844})).new_page()
    await page.goto(f"{served.address}/no/where?at=all")
    await expect(page.get_by_role("heading", name="Nothing is here.")).to_be_visible()
    await picture(page, "nowhere")
    await page.get_by_role("link", name="Go to the start").click()
    await expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()


EXTENSIONS = (BROWSERS / "extensions.js").read_text()


async def test_what_extensions_add_before_the_page_is_ready_breaks_nothing(visit):
    one, two = await visit(script=EXTENSIONS), await visit()
    await start(one)
    await start(two)
    await say(one, "with all my extensions")
    await expect(bubbles(two)).to_contain_text("with all my extensions")
    sizes = await one.evaluate(
        "[...document.querySelectorAll('input, select, textarea')]"
        ".map(field => parseFloat(getComputedStyle(field).fontSize))"
    )
    assert min(sizes) >= 16, "iOS zooms in on smaller ones"
