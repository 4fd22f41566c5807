"""Face to face: from the second visitor's click on Start to the first picture of the other, on both sides."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import Browser, Page, async_playwright

from tests.browser.test_chat import choose_video
from tests.load.sample import percentile
from tests.visiting import AGREE

PARTS = ("paired", "described", "connected", "first frame")
CHROMIUM = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-quic",
    "--use-fake-device-for-media-stream=device-count=3,fps=30",
    "--use-fake-ui-for-media-stream",
]

# One clock for both pages: Chromium's, counted from the epoch.
STOPWATCH = """
window.__at = {};
const mark = (what) => (window.__at[what] ??= performance.timeOrigin + performance.now());
addEventListener("click", ({ target }) => {
  if (target.closest("button")?.textContent === "Start") mark("click");
}, true);
const Real = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Real {
  constructor(...all) {
    super(...all);
    mark("paired");
    this.addEventListener("signalingstatechange", () => {
      if (this.signalingState === "stable" && this.remoteDescription) mark("described");
    });
    this.addEventListener("connectionstatechange", () => {
      if (this.connectionState === "connected") mark("connected");
    });
    this.addEventListener("track", ({ track }) => {
      if (track.kind !== "video") return;
      const watch = () => {
        const video = document.querySelector(".theirs-picture");
        if (video) video.requestVideoFrameCallback(() => mark("first frame"));
        else requestAnimationFrame(watch);
      };
      watch();
    });
  }
};
"""
SEEN = "() => window.__at['first frame'] !== undefined"


@dataclass(frozen=True, slots=True)
class Meeting:
    """Milliseconds from the click until both sides had come so far."""

    parts: dict[str, float]


async def measure(address: str, rounds: int) -> list[Meeting]:
    """Let two Chromiums meet `rounds` times; each time new pages, as new visitors."""
    async with async_playwright() as playwright:
        browsers = [
            await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM) for _ in "ab"
        ]
        try:
            return [await _meet(browsers, address) for _ in range(rounds)]
        finally:
            for browser in browsers:
                await browser.close()


def middle(meetings: list[Meeting], part: str) -> tuple[float, float, float]:
    """Median, least and most of a part."""
    times = [meeting.parts[part] for meeting in meetings]
    return percentile(times, 0.5), min(times), max(times)


async def _meet(browsers: list[Browser], address: str) -> Meeting:
    pages = [await _ready(browser, address) for browser in browsers]
    for page in pages:
        await page.get_by_role("button", name="Start", exact=True).click()
        if page is pages[0]:
            await page.get_by_text("Looking for someone").wait_for()
    for page in pages:
        await page.wait_for_function(SEEN, timeout=20_000)
    marks = [await page.evaluate("window.__at") for page in pages]
    for page in pages:
        await page.context.close()
    click = marks[1]["click"]
    return Meeting({part: max(at[part] for at in marks) - click for part in PARTS})


async def _ready(browser: Browser, address: str) -> Page:
    context = await browser.new_context(permissions=["camera", "microphone"])
    await context.add_init_script(AGREE)
    page = await context.new_page()
    await page.add_init_script(STOPWATCH)
    await page.goto(address)
    await choose_video(page)
    await page.get_by_role("button", name="Continue", exact=True).click()
    await page.wait_for_function(
        "() => document.querySelector('.preview video')?.videoWidth > 0", timeout=15_000
    )
    await page.locator(".own-checked").wait_for(state="detached")  # as after a look at oneself
    return page
