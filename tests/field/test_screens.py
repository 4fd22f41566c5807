"""What a person has before them: a small screen, a keyboard over it, colours of their own, paper."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.test_chat import bubbles, composer, no_serious_findings, pair, say, start

pytestmark = pytest.mark.browser
BROWSERS = Path(__file__).with_name("browsers")

COVERED = """() => {
  const focused = document.activeElement;
  if (focused === document.body || focused.closest(".footer")) return "";
  const box = focused.getBoundingClientRect();
  const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const kin = at && (focused.contains(at) || at.contains(focused) || at.closest("label")?.contains(focused));
  return kin ? "" : `${focused.outerHTML.slice(0, 80)} is under ${at?.outerHTML.slice(0, 80)}`;
}"""
REACHED = """button => {
  const box = button.getBoundingClientRect();
  return document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2) === button;
}"""
DENIED = """
navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("no", "NotAllowedError"); };
"""


@pytest.mark.parametrize("size", [(740, 360), (320, 256), (390, 480), (360, 640)])
async def test_start_never_covers_what_has_the_focus(visit, picture, size):
    """Fails while Start is sticky on low screens (WCAG 2.4.11), and while the dots fill a search at 400 %."""
    page = await visit(*size)
    await page.get_by_role("textbox", name="What do you like?").press_sequentially("tea,jazz,cats,")
    await expect(page.locator(".chip")).to_have_count(3)
    for way in ("Tab", "Shift+Tab"):
        for _ in range(14):
            await page.keyboard.press(way)
            assert await page.evaluate(COVERED) == ""
    await picture(page, "start")
    await start(page)
    await expect(page.get_by_role("heading", name="Looking for someone")).to_be_in_viewport()
    await picture(page, "search")
    await expect(page.locator(".looking .calm")).to_be_in_viewport()


@pytest.mark.parametrize("size", [(360, 640), (375, 667), (390, 844), (740, 360)])
async def test_video_can_be_gone_on_with_on_a_small_screen(visit, picture, size):
    """Fails while Start is sticky: Continue, and why there is no camera, lie under it."""
    page = await visit(*size, script=DENIED)
    await page.locator("label", has_text="Video").click()
    go_on = page.get_by_role("button", name="Continue")
    await expect(go_on).to_be_focused()
    await picture(page, "address")
    for button in (go_on, page.get_by_role("button", name="Stay with text")):
        await expect(button).to_be_in_viewport(ratio=1)
        assert await button.evaluate(REACHED)
    await go_on.click()
    await expect(page.locator(".call-problem")).to_be_visible()
    await page.locator(".call-problem").scroll_into_view_if_needed()
    await picture(page, "denied")
    assert await page.locator(".call-problem").evaluate(
        """why => {
          const { left, top, height } = why.getBoundingClientRect();
          const seen = (at) => why.contains(document.elementFromPoint(left + 12, top + height * at));
          return [0.2, 0.5, 0.9].every(seen);
        }"""
    )


async def test_forced_colours_show_what_is_chosen_and_what_can_be_pressed(visit, picture):
    """Fails without the `forced-colors` rules: grounds alone told one from the other."""
    one, two = await visit(forced_colors="active"), await visit()
    ground = "element => getComputedStyle(element).backgroundColor"
    edge = "element => parseFloat(getComputedStyle(element).borderTopWidth)"
    chosen = [await one.locator(".choice").nth(i).evaluate(ground) for i in (0, 1)]
    assert chosen[0] != chosen[1]
    page = await one.locator("body").evaluate(ground)
    assert await one.locator(".go").evaluate(ground) != page
    await picture(one, "start")
    await start(one)
    await start(two)
    await say(one, "mine")
    await say(two, "theirs")
    await expect(bubbles(one)).to_contain_text("theirs")
    for bubble in await one.locator(".bubble").all():
        assert await bubble.evaluate(edge) > 0
    await picture(one, "chat")
    await one.get_by_role("button", name="Report or block").click()
    assert await one.locator(".sheet-card").evaluate(edge) > 0
    await picture(one, "sheet")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_whoever_asks_for_more_contrast_gets_it(visit, picture, scheme):
    """Fails without the `prefers-contrast` tokens."""
    plain, more = [await visit(color_scheme=scheme, contrast=wish) for wish in ("no-preference", "more")]
    ink = "() => getComputedStyle(document.querySelector('.hello .calm')).color"
    assert await plain.evaluate(ink) != await more.evaluate(ink)
    await picture(more, f"start-{scheme}")
    await start(more)
    await start(plain)
    await say(more, "mine")
    await say(plain, "theirs")
    await expect(bubbles(more)).to_contain_text("theirs")
    await picture(more, f"chat-{scheme}")
    await no_serious_findings(more, f"more contrast, {scheme}")


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler-utils")
async def test_a_printed_chat_is_whole(visit, tmp_path):
    """Fails without `@media print`: a page that scrolls inside itself prints one screen."""
    one, two = await pair(visit)
    for i in range(40):
        await say(one if i % 2 else two, f"line {i} of forty")
    for page in (one, two):
        await expect(page.locator(".row:not(.sending) .bubble")).to_have_count(40)
    paper = tmp_path / "chat.pdf"
    await one.pdf(path=paper)
    words = subprocess.run(
        ["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert [i for i in range(40) if f"line {i} of forty" not in words] == []
    assert words.count("Stranger:") == words.count("You:") == 20
    assert re.search(r"\b\d{1,2}:\d{2}\b", words)
    for control in ("Stop", "Next", "Say something"):
        assert control not in words


STALE = (BROWSERS / "stale_viewport.js").read_text()
HIGH = "parseFloat(document.documentElement.style.getPropertyValue('--page-height'))"


async def test_no_gap_stays_when_the_keyboard_goes_and_who_looks_closely_can_write(visit):
    """Fails when the height is read once, at `resize`; and while a pinch stops the following."""
    one, two = await visit(390, 844, script=STALE, has_touch=True, is_mobile=True), await visit()
    await start(one)
    await start(two)
    await expect(composer(one)).to_be_visible()
    page = one.locator("html")
    await one.evaluate("__kb.open()")
    assert await one.evaluate(HIGH) == 844 - 336
    await one.evaluate("__kb.close()")
    await expect(page).to_have_attribute("style", re.compile("--page-height: 844px"))
    await one.evaluate("__kb.open()")
    await one.set_viewport_size({"width": 844, "height": 390})
    await one.evaluate("__kb.close()")
    await expect(page).to_have_attribute("style", re.compile("--page-height: 390px"))
    await one.set_viewport_size({"width": 390, "height": 844})
    await one.evaluate("__kb.pinch(1.3)")
    assert await one.evaluate(HIGH) == 844
    await one.evaluate("__kb.type(300)")
    assert await composer(one).evaluate("field => field.getBoundingClientRect().bottom") <= 300
