"""What a stranger says is translated by the browser alone, when the visitor asks for it."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.test_chat import bubbles, no_serious_findings, pair, say

pytestmark = pytest.mark.browser

# The browser of the tests has no models: these speak as its interfaces do, and note what is asked of them.
FAKES = """
  window.made = [];
  const maker = (kind, model) => class {
    static async availability() { return "downloadable"; }
    static async create({ monitor, ...of }) {
      if (!navigator.userActivation.isActive) throw new DOMException("no gesture", "NotAllowedError");
      window.made.push([kind, of.sourceLanguage ?? "", of.targetLanguage ?? ""]);
      const download = new EventTarget();
      monitor(download);
      download.dispatchEvent(Object.assign(new Event("downloadprogress"), { loaded: 0.34 }));
      await new Promise((done) => setTimeout(done, 1_500));
      return model;
    }
  };
  window.LanguageDetector = maker("detector", {
    detect: async (text) => [{ detectedLanguage: text.startsWith("¿") ? "es" : "en", confidence: 0.9 }],
  });
  window.Translator = maker("translator", { translate: async () => "Where are you from?" });
"""


@pytest.mark.parametrize("width", [360, 1280])
async def test_a_chat_is_translated_after_a_press_with_the_original_beneath(visit, picture, width):
    """Fails without Translate.jsx, or when a model is asked for before the press."""
    one, two = await pair(visit, width=width, height=740, script=FAKES)
    await say(one, "¿De dónde eres?")
    await say(one, "hello")
    await expect(bubbles(two)).to_contain_text("hello")
    switch = two.get_by_role("button", name="Translate this chat")
    await expect(switch).to_have_attribute("aria-pressed", "false")
    assert await two.evaluate("made") == []
    await switch.click()
    await expect(two.get_by_text("Your browser loads its translator: 34 %")).to_be_visible()
    spanish = two.locator(".row", has_text="¿De dónde eres?")
    await expect(spanish).to_contain_text("Where are you from?")
    await expect(spanish.locator(".original")).to_have_text("¿De dónde eres?")
    await expect(two.locator(".original")).to_have_count(1)
    await expect(two.get_by_text("Done by your browser alone.")).to_be_visible()
    assert await two.evaluate("made") == [["detector", "", ""], ["translator", "es", "en"]]
    await picture(two, f"translated-{width}")
    await no_serious_findings(two, "a translation")
    await say(one, "¿Y ahora?")
    await expect(two.locator(".original")).to_have_count(2)
    await switch.click()
    await expect(two.locator(".original")).to_have_count(0)
    await expect(one.get_by_role("button", name="Translate this chat")).to_have_count(0)


async def test_where_the_browser_cannot_translate_nothing_is_offered(visit):
    """Fails when the button stands there without the browser's interfaces."""
    one, two = await pair(visit, script="delete window.Translator; delete window.LanguageDetector;")
    await say(one, "¿De dónde eres?")
    await expect(bubbles(two)).to_contain_text("eres")
    await expect(two.get_by_role("button", name="Translate this chat")).to_have_count(0)
