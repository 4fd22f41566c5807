"""What people write arrives as they wrote it, sent with the key they have, and fills nobody's screen."""

from __future__ import annotations

import unicodedata

import pytest
from playwright.async_api import CDPSession, Page, expect

from tests.browser.test_chat import composer, pair, say

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
NOTHING = "There is nothing to send yet."
WRITTEN = [
    "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",  # Scotland
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # England
    "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",  # Wales
    "\u1019\u103b\u103e\u1031\u102c\u103a\u101c\u1004\u103a\u1037",  # Burmese: hope
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian, with a joiner that parts
    "\u0f67\u0f90\u0fb5\u0fa8\u0fb3\u0fba\u0fb1\u0f83",  # Tibetan: seven marks on one letter
    "\u05e9\u05bc\u05c1\u05b8\u05bd\u059a",  # Hebrew, pointed and chanted
    "\u845b\U000e0100",  # the other way to write a name
]
TEXTS = """() => [...document.querySelectorAll(".row:not(.typing) .bubble")]
  .map(bubble => bubble.lastChild.textContent)"""


async def settled(page: Page, texts: list[str]) -> None:
    await expect(page.locator(".sending")).to_have_count(0)
    await expect(page.locator(".row:not(.typing) .bubble")).to_have_count(len(texts))
    assert await page.evaluate(TEXTS) == texts


async def test_what_is_written_arrives_and_what_nobody_sees_does_not(visit):
    """Fails without rooms/writing.py: flags turn black, a language loses its marks, bubbles are empty."""
    one, two = await pair(visit)
    composed = [unicodedata.normalize("NFC", text) for text in WRITTEN]
    for text in WRITTEN:
        await say(one, text)
    await settled(two, composed)
    await settled(one, composed)
    await one.reload()
    await settled(one, composed)
    for blank in ("\u034f", "\ufe0f", "\u17b4 \u180b", "\U0001d159", "\u0301", "\u3164\n\u2800"):
        await say(one, blank)
        await expect(one.get_by_text(NOTHING)).to_be_visible()
        await composer(one).fill("")
        await expect(one.get_by_text(NOTHING)).to_be_hidden()
    await say(one, "the end")
    await settled(two, [*composed, "the end"])


async def test_a_message_as_high_as_a_tower_is_folded(visit, picture):
    """Fails without `_HOLE` (rooms/writing.py), and without the fold of bubble.jsx."""
    one, two = await pair(visit, **PHONE)
    await say(one, "a" + "\n" * 498 + "b")
    await settled(two, ["a\n\n\nb"])
    assert (await two.locator(".bubble").bounding_box())["height"] < 200
    tower = "\n".join("a" * 250)
    for text in (tower, "W\u2028" * 200, "\U00012031\n\n" * 80 + "."):
        await say(one, text)
        last = two.locator(".row", has=two.locator(".bubble")).last
        for page in (one, two):
            await expect(page.get_by_role("button", name="Show all").last).to_have_attribute(
                "aria-expanded", "false"
            )
            heights = await page.locator(".bubble").evaluate_all("all => all.map(each => each.offsetHeight)")
            assert max(heights) < 844
    await picture(two, "folded")
    await expect(two.get_by_role("button", name="Show all")).to_have_count(3)
    first = two.locator(".row", has_text="a\na").first
    await first.get_by_role("button", name="Show all").focus()
    await two.keyboard.press("Enter")
    less = first.get_by_role("button", name="Show less")
    await expect(less).to_have_attribute("aria-expanded", "true")
    assert (await first.locator(".bubble").bounding_box())["height"] > 4000
    await two.keyboard.press("Enter")
    await expect(first.get_by_role("button", name="Show all")).to_be_in_viewport()
    # Who unfolded the last one reads it: what comes then does not drag them away.
    await last.get_by_role("button", name="Show all").press("Enter")
    await say(one, "are you there?")
    await expect(two.get_by_role("button", name="New messages")).to_be_visible()


async def compose(cdp: CDPSession, *words: str) -> None:
    for word in words:
        await cdp.send(
            "Input.imeSetComposition", {"text": word, "selectionStart": len(word), "selectionEnd": len(word)}
        )


async def press(cdp: CDPSession, code: int, **more) -> None:
    """Enter as an input method gives it: with the code of any key, or as a real one that breaks a line."""
    key = {"key": "Enter", "windowsVirtualKeyCode": code, **more}
    await cdp.send("Input.dispatchKeyEvent", {"type": "keyDown", **key})
    await cdp.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})


BREAK = """(field, type) => field.dispatchEvent(
  new InputEvent("beforeinput", {inputType: type, isComposing: true, bubbles: true, cancelable: true}))"""


async def test_the_key_that_says_send_sends_on_a_phone(visit, picture):
    """Fails without `beforeInput` of enter.js: a line was broken, or nothing happened."""
    one, two = await pair(visit, **PHONE)
    phone, field = await two.context.new_cdp_session(two), composer(two)
    await field.tap()
    said = []
    for word in ("hello", "there"):  # as Android does it: 229, then the line
        await compose(phone, word[:2], word)
        await press(phone, 229)
        await field.evaluate(BREAK, "insertLineBreak" if said else "insertParagraph")
        said.append(word)
        await settled(one, said)
        await expect(field).to_have_value("")
    await compose(phone, "real")
    await press(phone, 13, text="\r")  # a whole Enter in the middle of a composition
    await settled(one, [*said, "real"])
    await phone.send("Input.insertText", {"text": "plain"})
    await field.press("Enter")
    await settled(one, [*said, "real", "plain"])
    await field.press_sequentially("two")
    await field.press("Shift+Enter")
    await field.press_sequentially("lines")
    await field.press("Enter")
    await settled(one, [*said, "real", "plain", "two\nlines"])
    await expect(field).to_have_value("")
    await settled(two, [*said, "real", "plain", "two\nlines"])

    desk = await one.context.new_cdp_session(one)
    await composer(one).focus()
    await compose(desk, "に", "にほんご")
    await press(desk, 229)
    await desk.send("Input.insertText", {"text": "日本語"})
    await expect(composer(one)).to_have_value("日本語")
    await composer(one).press("Enter")
    await settled(two, [*said, "real", "plain", "two\nlines", "日本語"])


async def test_an_interest_is_not_cut_while_it_is_composed(visit):
    """Fails with cutting at each comma, composing or not (Interests.jsx)."""
    page = await visit(**PHONE)
    cdp = await page.context.new_cdp_session(page)
    field, chips = page.get_by_role("textbox", name="What do you like?"), page.locator(".chip")
    await field.focus()
    await compose(cdp, "じ", "じゃ", "じゃず", "じゃず、")
    await expect(field).to_have_value("じゃず、")
    await expect(chips).to_have_count(0)
    await cdp.send("Input.insertText", {"text": "ジャズ、"})
    await expect(chips).to_have_text(["ジャズ"])
    await compose(cdp, "jue", "jue'shi", "jue'shi，")
    await cdp.send("Input.insertText", {"text": "爵士，"})
    await expect(chips).to_have_text(["ジャズ", "爵士"])
    await field.press_sequentially("جاز،")
    await expect(chips).to_have_text(["ジャズ", "爵士", "جاز"])
    await expect(field).to_have_value("")
    await compose(cdp, "tea")
    await press(cdp, 229)
    await field.evaluate(BREAK, "insertLineBreak")
    await expect(chips).to_have_text(["ジャズ", "爵士", "جاز", "tea"])
    await expect(field).to_have_value("")
    await field.fill("\ufe0f")
    await field.press("Enter")
    await field.fill("می\u200cخواهم")
    await field.press("Enter")
    await expect(chips).to_have_text(["ジャズ", "爵士", "جاز", "tea", "می\u200cخواهم"])


FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
PASTE = "([text, times]) => document.execCommand('insertText', false, text.repeat(times))"


@pytest.mark.parametrize(("text", "times"), [("a", 4_000_000), (FAMILY, 1_000_000)])
async def test_millions_of_characters_are_pasted_and_a_key_still_answers(visit, text, times):
    """Fails without maxLength and the bounds of length.js: each key took seconds."""
    one, _ = await pair(visit)
    await composer(one).focus()
    await one.evaluate(PASTE, [text, times])
    await expect(one.locator(".count.beyond")).to_be_visible()
    await expect(one.get_by_text("Only the first 20,000 characters fit here.")).to_be_visible()
    await composer(one).press("Backspace")
    took = await one.evaluate(
        """() => {
          const start = performance.now();
          document.execCommand('insertText', false, 'b');
          document.querySelector(".field textarea").getBoundingClientRect();
          return performance.now() - start;
        }"""
    )
    assert took < 1500  # ms, on a busy machine
    kept = await one.evaluate("Object.values(sessionStorage).join('').length")
    assert 10_000 < kept < 60_000
