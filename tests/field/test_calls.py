"""Faults of calls that people reported of such programs, on the served app with its real headers."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_chat import choose_video, composer, say, start
from tests.browser.test_video import LIVE, WITNESS, agree, camera_off, flows, stage, stats

pytestmark = pytest.mark.browser

CALLER = {"permissions": ["camera", "microphone"]}
REFUSES = """
(() => {
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  const [missing, name] = %s;
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    if (wanted[missing]) throw new DOMException("Starting videoinput failed", name);
    return ask(wanted);
  };
})();
"""
ONE_CAMERA = """
(() => {
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  const open = new Set();
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    if (wanted.video && [...open].some(({ readyState }) => readyState === "live"))
      throw new DOMException("Could not start video source", "NotReadableError");
    const stream = await ask(wanted);
    for (const track of stream.getVideoTracks()) open.add(track);
    return stream;
  };
})();
"""
NO_CALLS = """
for (const name of [
  "RTCPeerConnection", "webkitRTCPeerConnection", "RTCSessionDescription", "RTCIceCandidate",
  "MediaStream", "MediaStreamTrack", "AudioContext", "webkitAudioContext",
  "RTCRtpSender", "RTCRtpReceiver", "Worker", "SharedWorker",
  "WebAssembly", "OffscreenCanvas", "BroadcastChannel",
]) delete window[name];
Object.defineProperty(Navigator.prototype, "mediaDevices", { configurable: true, get: () => undefined });
"""
SENT = """() => window.__connections.filter((each) => each.connectionState !== "closed")
  .flatMap((each) => each.getSenders()).map(({ track }) => track).find((track) => track?.kind === "video")"""


def button(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


async def connect(one: Page, two: Page) -> None:
    """Both agree to video, each for the first time."""
    await agree(one, "Video")
    await button(one, "Continue").click()
    await agree(two, "Accept")
    await button(two, "Continue").click()
    for page in (one, two):
        await expect(stage(page)).to_have_attribute("data-call", "live", timeout=30_000)


async def meet(visit, script: str = "", **context) -> tuple[Page, Page]:
    """Two visitors in text, of whom the first has `script`."""
    one = await visit(script=WITNESS + script, **CALLER, **context)
    two = await visit(script=WITNESS, **CALLER)
    await start(one)
    await expect(one.get_by_text("Looking for someone")).to_be_visible()
    await start(two)
    for page in (one, two):
        await expect(composer(page)).to_be_visible()
    return one, two


async def test_a_screen_is_shared_and_ends_from_the_browsers_own_bar(visit, picture):
    """d-01. Fails while the page's own header forbids display capture."""
    one, two = await meet(visit)
    await connect(one, two)
    share = button(one, "Share screen")
    await share.click()
    await expect(share).to_have_attribute("aria-pressed", "true")
    await button(two, "Show").click()
    theirs = two.get_by_label("Their screen")
    await expect(theirs).to_be_visible()
    await flows(two)
    size = await one.evaluate(
        f"() => {{ const {{ width, height }} = ({SENT})().getSettings(); return width / height; }}"
    )
    shape = """(video, size) =>
      Math.abs(video.videoWidth / video.videoHeight - size) < 0.05 && getComputedStyle(video).objectFit"""
    async with asyncio.timeout(20):
        while await theirs.evaluate(shape, size) != "contain":
            await asyncio.sleep(0.1)
    await picture(one, "sharing")
    await picture(two, "seeing")
    await one.evaluate(
        f"() => {{ const track = ({SENT})(); track.stop(); track.dispatchEvent(new Event('ended')); }}"
    )
    await expect(share).to_have_attribute("aria-pressed", "false")
    await expect(two.get_by_label("Their picture")).to_be_visible()
    # A picker that is closed, and a page that may not ask, are not the same.
    for message, words in (
        ("Permission denied", "Nothing is shared."),
        ("disallowed by permissions policy", "may not share a screen"),
    ):
        await one.evaluate(
            """message => navigator.mediaDevices.getDisplayMedia = async () => {
              throw new DOMException(message, "NotAllowedError");
            }""",
            message,
        )
        await share.click()
        await expect(one.get_by_text(words)).to_be_visible()
        await expect(share).to_have_attribute("aria-pressed", "false")
    # The small window and the full screen: pressed, or a sentence.
    for name in ("Full screen", "Picture in picture"):
        tool = button(two, name)
        if await tool.count():
            await tool.click()
            await expect(
                tool.and_(two.locator("[aria-pressed=true]")).or_(two.locator(".call-problem"))
            ).to_be_visible()
            await two.evaluate("() => document.fullscreenElement && document.exitFullscreen()")


async def test_a_picture_that_the_system_paused_goes_on(visit):
    """d-07. Fails without a handler: nobody else starts it again."""
    one, two = await meet(visit)
    await connect(one, two)
    for name in ("Their picture", "Your own picture"):
        video = one.get_by_label(name)
        await video.evaluate("video => video.pause()")
        await expect(video).to_have_js_property("paused", value=False)
    video = one.get_by_label("Their picture")
    await one.evaluate(
        "() => Object.defineProperty(document, 'hidden', { configurable: true, get: () => true })"
    )
    paused = """video => new Promise((done) => {
      video.onpause = () => setTimeout(() => done(video.paused));
      video.pause();
    })"""
    assert await video.evaluate(paused), "what nobody sees may rest"
    await one.evaluate(
        "() => { delete document.hidden; document.dispatchEvent(new Event('visibilitychange')); }"
    )
    await expect(video).to_have_js_property("paused", value=False)


@pytest.mark.parametrize(
    ("missing", "error", "words", "other"),
    [
        ("video", "NotAllowedError", "keeps your camera", "Their camera is off."),
        ("audio", "AbortError", "microphone did not start", "Their microphone is off"),
    ],
)
async def test_one_of_two_is_enough_for_a_call(visit, picture, missing, error, words, other):
    """d-02, d-05. Fails when one "no" is taken for both, or a meter that fails takes the page along."""
    meterless = """AudioContext.prototype.createMediaStreamSource = () => {
      throw new DOMException("different sample-rate is currently not supported", "NotSupportedError");
    };"""
    half = REFUSES % repr([missing, error])
    one = await visit(390, 844, script=WITNESS + half + meterless, **CALLER)
    two = await visit(script=WITNESS, **CALLER)
    for page in (one, two):
        await choose_video(page)
        await button(page, "Continue").click()
        await expect(page.get_by_role("region", name="Your camera")).to_be_visible()
    said = one.locator(".call-problem")
    await expect(said).to_contain_text(words)
    assert await one.evaluate(LIVE) == 1
    again = button(said, "Turn on camera" if missing == "video" else "Turn on microphone")
    told = await said.evaluate("said => { said.dataset.old = ''; return said.textContent }")
    await again.click()
    await expect(one.locator(".call-problem:not([data-old])")).to_contain_text(told[:20])
    await expect(one.locator(".level")).to_have_count(0)
    await picture(one, "half")
    await expect(two.get_by_label("Your own picture")).to_be_visible()
    for page in (one, two):
        await start(page)
    for page in (one, two):
        await expect(stage(page)).to_have_attribute("data-call", "live", timeout=30_000)
    await expect(two.get_by_text(other)).to_be_visible()
    if missing == "video":
        async with asyncio.timeout(15):  # without a picture the sound is heard all the same
            while not (await stats(two))["energy"]:
                await asyncio.sleep(0.2)
    mine = await one.evaluate(
        """() => window.__connections.flatMap((each) => each.getSenders())
          .map(({ track }) => track?.kind ?? "").sort().join()"""
    )
    assert mine == {"video": ",audio", "audio": ",video"}[missing]
    await expect(one.locator(".call-problem")).to_contain_text(words)
    await button(one.locator(".call-problem"), "Close").click()
    await expect(one.locator(".call-problem")).to_have_count(0)


async def test_the_other_camera_of_a_phone_that_opens_one_at_a_time(visit):
    """d-03. Fails while the old camera stays open until the new one is there."""
    one, two = await meet(visit, ONE_CAMERA, width=390, height=844, has_touch=True, is_mobile=True)
    await connect(one, two)
    device = f"() => ({SENT})()?.getSettings().deviceId"
    before = await one.evaluate(device)
    await button(one, "Flip camera").click()
    async with asyncio.timeout(20):
        while await one.evaluate(device) in (before, None):
            await asyncio.sleep(0.1)
    await expect(one.locator(".call-problem")).to_have_count(0)
    assert await one.evaluate(LIVE) == 2


async def test_without_calls_in_the_browser_text_works_and_video_says_why(visit, picture):
    """d-04. Fails on any bare name of a thing that is not there, and where the asker learns nothing."""
    one = await visit(390, 844, script=NO_CALLS)
    await choose_video(one)
    await expect(one.get_by_text("This browser has no calls.")).to_be_visible()
    await picture(one, "start")
    await button(one, "Use text instead").click()
    two = await visit(script=WITNESS, **CALLER)
    await start(one)
    await expect(one.get_by_text("Looking for someone")).to_be_visible()
    await start(two)
    for page, other in ((one, two), (two, one)):
        await expect(composer(page)).to_be_visible()
        await say(page, "text works")
        await expect(other.get_by_role("log")).to_contain_text("text works")
    await button(one, "Video").click()
    await expect(one.get_by_text("This browser has no calls.")).to_be_visible()
    await button(one, "Stay with text").click()
    await agree(two, "Video")
    await button(two, "Continue").click()
    await expect(one.get_by_text("They’d like to turn on video.")).to_be_visible()
    await picture(one, "asked")
    await expect(button(one, "Accept")).to_have_count(0)
    await button(one, "Not now").click()
    await expect(two.get_by_role("log")).to_contain_text("Their browser has no calls.")
    await expect(button(two, "Video")).to_have_count(0)
    await camera_off(two)
    await say(one, "sorry about that")
    await expect(two.get_by_role("log")).to_contain_text("sorry about that")


async def test_what_could_not_be_loaded_is_loaded_by_the_next_try(visit):
    """d-04. Fails while a failed file is kept for ever, fails without a word, or takes the page along."""
    chunks = re.compile(r"/assets/.*\.js")
    one, two = await meet(visit)
    await one.evaluate("window.before = true")
    await one.route(chunks, lambda route: route.abort())
    await agree(one, "Video")
    await button(one, "Continue").click()
    await expect(one.get_by_text("Video could not be loaded.")).to_be_visible()
    await asyncio.sleep(1.2)
    await one.unroute(chunks)
    await button(one, "Try again").click()
    await expect(button(two, "Accept")).to_be_visible()
    assert await one.evaluate("window.before")
    three = await visit(script=WITNESS, **CALLER)
    await three.evaluate("window.before = true")
    await three.route(chunks, lambda route: route.abort())
    await choose_video(three)
    await expect(three.get_by_text("Video could not be loaded.")).to_be_visible()
    await asyncio.sleep(1.2)  # longer than a page takes to look whether it must load itself anew
    assert await three.evaluate("window.before"), "loaded anew before anybody could try again"
    await three.unroute(chunks)
    await button(three, "Try again").click()
    await button(three, "Continue").click()
    await expect(three.get_by_label("Your own picture")).to_be_visible()
    await expect(button(three, "Start")).to_be_enabled()


async def test_nobody_is_asked_for_video_without_end(visit, picture):
    one, two = await meet(visit)
    await agree(one, "Video")
    await button(one, "Continue").click()
    await button(two, "Not now").click()
    rests = one.get_by_role("button", name=re.compile(r"^Video\s*in \d+ s$"))
    await expect(rests).to_be_disabled()
    await expect(one.get_by_role("log")).to_contain_text("You can ask again in 60 seconds.")
    await camera_off(one)
    await picture(one, "resting")
    await one.reload()
    await expect(rests).to_be_disabled()  # it is the server's word, not the page's
    await agree(two, "Video")
    await button(two, "Continue").click()
    never = button(one, "Don’t ask again in this chat")
    await expect(never).to_be_visible()
    await picture(one, "asked")
    await never.click()
    await expect(two.get_by_role("log")).to_contain_text("Only they can ask for video now.")
    await expect(two.locator(".ask-video")).to_have_count(0)
    await expect(button(one, "Video")).to_be_enabled()
