"""What somebody says aloud in a call is written down by their own browser, for the other side to read."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_chat import bubbles, no_serious_findings
from tests.browser.test_video import WITNESS, call, stage
from tests.browser.test_voice import talking

pytestmark = pytest.mark.browser

# The browser of the tests has no model: this one speaks as the interface does, and hears what the test says.
RECOGNITION = """
  window.heard = [];
  window.SpeechRecognition = class {
    static async available() { return "downloadable"; }
    static async install({ processLocally }) {
      if (!processLocally || !navigator.userActivation.isActive) throw new Error("not like this");
      await new Promise((done) => setTimeout(done, 1_000));
      return true;
    }
    get processLocally() { return this.local; }
    set processLocally(local) { this.local = local; }
    start(track) { window.heard.push({ track: track?.kind, local: this.local }); window.listening = this; }
    abort() { window.listening = null; }
  };
  window.speak = (transcript) => window.listening?.onresult({
    resultIndex: 0, results: [Object.assign([{ transcript }], { isFinal: true })],
  });
"""


def speaking(visit, recognition: str):
    """Opens pages of browsers with this recognition of speech."""

    async def open_page(**context) -> Page:
        return await visit(script=WITNESS + recognition, permissions=["camera", "microphone"], **context)

    return open_page


async def choose(page: Page) -> None:
    await page.get_by_role("button", name="More", exact=True).click()
    await page.get_by_role("checkbox", name="Captions for them").check()
    await expect(page.get_by_text("Your browser loads what it needs for that.")).to_be_visible()
    await expect(
        page.get_by_text("Your own browser writes down what you say, and they read it.")
    ).to_be_visible()
    await page.keyboard.press("Escape")


@pytest.mark.parametrize("width", [360, 1280])
async def test_what_is_said_in_a_video_call_is_read_under_their_picture(visit, picture, width):
    """Fails without CaptionCheck.jsx or Heard.jsx."""
    one, two = await call(speaking(visit, RECOGNITION), width=width, height=740)
    assert await one.evaluate("heard") == []
    await choose(one)
    assert await one.evaluate("heard") == [{"track": "audio", "local": True}]
    await one.evaluate("speak('Good evening, how is the sea where you are?')")
    captions = stage(two).locator(".captions")
    await expect(captions).to_contain_text("Good evening, how is the sea where you are?")
    await expect(captions).to_contain_text("Captions, by their browser")
    await expect(stage(one).locator(".captions")).to_have_count(0)
    await picture(two, f"captions-{width}")
    await no_serious_findings(two, "captions")
    await expect(captions).to_have_count(0, timeout=15_000)
    await expect(bubbles(two)).not_to_contain_text("Good evening")
    await one.get_by_role("button", name="Mute", exact=True).click()
    await one.evaluate("window.speak('a secret')")
    await one.get_by_role("button", name="Mute", exact=True).click()
    await one.wait_for_function("window.listening")
    await one.evaluate("window.speak('aloud again')")
    await expect(captions).to_contain_text("aloud again")
    await expect(captions).not_to_contain_text("a secret")


async def test_what_is_said_in_a_voice_call_is_read_too(visit, picture):
    """Fails without Heard in Voice.jsx."""
    one, two = await talking(speaking(visit, RECOGNITION))
    await choose(one)
    await one.evaluate("speak('Good evening')")
    await expect(two.locator(".voice .captions")).to_contain_text("Good evening")
    await picture(two, "voice")


async def test_where_the_browser_cannot_do_it_alone_nothing_is_offered(visit):
    """Fails when whoever has a recognition that asks its maker is offered captions."""
    remote = "window.SpeechRecognition = class { static async available() { return 'available'; } };"
    one, _ = await talking(speaking(visit, remote))
    await one.get_by_role("button", name="More", exact=True).click()
    await expect(one.get_by_role("checkbox", name="Numbers")).to_be_visible()
    await expect(one.get_by_role("checkbox", name="Captions for them")).to_have_count(0)
