"""What was said can be kept on the visitor's own device, once the chat is over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.test_chat import no_serious_findings, say, start
from whimsy.stranger.page import Page as Stranger

pytestmark = pytest.mark.browser


async def test_an_ended_chat_is_saved_as_a_text_and_nothing_is_sent(visit, served, picture):
    """Fails when our own headers forbid the download, or a line is missing."""
    page = await visit(360, 740)
    await start(page)
    stranger = await Stranger(served.address).open()
    await stranger.do("start")
    await stranger.until(lambda: stranger.phase == "chatting", "to be paired")
    await stranger.say("merhaba <b>dünya</b> 🌍")
    await expect(page.get_by_role("log")).to_contain_text("merhaba")
    await say(page, "hello back")
    save = page.get_by_role("button", name="Save this chat")
    await expect(save).to_have_count(0)
    await stranger.do("leave", room=stranger.room)
    async with page.expect_download() as saving:
        await save.click()
    saved = await saving.value
    assert re.fullmatch(r"whimsy-\d{4}-\d\d-\d\d-\d{4}\.txt", saved.suggested_filename)
    text = Path(await saved.path()).read_text(encoding="utf-8")
    assert re.search(r"\] Stranger: merhaba <b>dünya</b> 🌍\n\[.+\] You: hello back\n- They left\.\n", text)
    await expect(page.get_by_text("Saved on this device.")).to_be_visible()
    await picture(page, "saved")
    await no_serious_findings(page, "saved")
    await stranger.close()


async def test_a_chat_without_words_offers_nothing_to_save(visit, served):
    page = await visit()
    await start(page)
    stranger = await Stranger(served.address).open()
    await stranger.do("start")
    await stranger.until(lambda: stranger.phase == "chatting", "to be paired")
    await stranger.do("leave", room=stranger.room)
    await expect(page.get_by_role("button", name="Back to start")).to_be_visible()
    await expect(page.get_by_role("button", name="Save this chat")).to_have_count(0)
    await stranger.close()
