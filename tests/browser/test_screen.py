"""The look at pictures in Chromium: loaded by a call and nothing else, and harmless pictures pass."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_chat import choose_video, no_serious_findings, pair
from tests.browser.test_video import call, flows, seeing, stage, stats  # noqa: F401  (a fixture)
from tests.field.test_ban import desk  # noqa: F401  (a fixture)
from tests.serving import ROOT, Served
from whimsy.moderation.clock import HOUR, now_ms
from whimsy.moderation.report import Reason
from whimsy.moderation.sanction import Step, SubjectKind, impose
from whimsy.settings import Settings
from whimsy.visitors.address import Addresses
from whimsy.visitors.keyring import signing_keys

pytestmark = pytest.mark.browser
CAMERAS = "() => window.__tracks.filter((each) => each.kind === 'video' && each.readyState === 'live').length"
VEIL = ROOT / "whimsy" / "components" / "screen" / "Veil.jsx"
VERDICT = re.compile("calm|hit|failed")


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    server = Served(tmp_path_factory.mktemp("screened"), cooldown=0, picture_screen=1)
    yield server.wait()
    server.stop()


def watchful(page: Page) -> bool:
    """Whether something looks at pictures in this page."""
    return any("screen_worker" in worker.url for worker in page.workers)


async def test_a_call_loads_the_model_and_it_sees_a_harmless_picture(seeing, picture):  # noqa: F811
    """Fails when the worker cannot be built, loaded or run: the verdict is "failed" then."""
    fetched: list[str] = []
    visits = 0

    async def followed(**context) -> Page:
        nonlocal visits
        visits += 1
        page = await seeing(**context)
        page.on("request", lambda request: fetched.append(request.url))
        if visits == 2:  # one machine without a graphics card need not look twice
            await page.context.route("**/screen_worker*", lambda route: route.abort())
        return page

    one, two = await call(followed)
    await expect(stage(one)).to_have_attribute("data-screen", VERDICT, timeout=60_000)
    await expect(stage(one)).to_have_attribute("data-screen", "calm")
    assert watchful(one)
    assert {url for url in fetched if "://localhost" not in url} == set(), "nothing is asked of anybody else"
    await one.get_by_role("button", name="Show", exact=True).click()
    await expect(stage(one)).to_have_attribute("data-remote", "shown")
    await picture(one, "calm")
    await one.get_by_role("button", name="Stop video").click()
    await expect(stage(one)).to_have_count(0)
    async with asyncio.timeout(20):
        while watchful(one):
            await asyncio.sleep(0.1)


async def test_the_page_says_how_much_the_model_is(served):
    """Fails when the model has another size than Veil.jsx says."""
    [model] = (ROOT / ".web" / "build" / "client" / "assets").glob("screen_worker-*.js.gz")
    assert f"It loads {model.stat().st_size / 1e6:.0f} MB for that" in VEIL.read_text()


async def test_who_only_writes_loads_none_of_it(visit):
    one, two = await pair(visit)
    loaded = await one.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert [url for url in loaded if re.search("screen_worker|nsfw|Call-", url)] == []
    assert one.workers == []


async def test_a_model_that_does_not_load_blocks_nothing(seeing):  # noqa: F811
    """Fails without `onerror` and the patience in use_screen.js."""

    async def cut(**context) -> Page:
        page = await seeing(**context)
        await page.context.route("**/screen_worker*", lambda route: route.abort())
        return page

    one, two = await call(cut)
    await one.get_by_role("button", name="Show", exact=True).click()
    await expect(stage(one)).to_have_attribute("data-remote", "shown")
    await expect(stage(one)).to_have_attribute("data-screen", "failed")


FOUND = """
onmessage = async () => {
  const Porn = (await (await fetch("/found")).text()) ? 0.9 : 0.1;
  const Neutral = 1 - Porn;
  const seen = { Neutral, Porn };
  postMessage({
    classes: Object.entries(seen).map(([className, probability]) => ({ className, probability })),
  });
};
"""
"""A model of the test's own: it finds something when the test says so."""
SILENT = "onmessage = () => {};"
CALM = "onmessage = () => postMessage({ classes: [] });"


def looked_at(seeing, there: list[str], *models: str):  # noqa: F811
    """Opens pages with these models, the last for all that follow. FOUND finds something when `there` has."""
    waiting = list(models)

    async def open_page(**context) -> Page:
        page = await seeing(**context)
        body = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        await page.context.route(
            "**/screen_worker*", lambda route: route.fulfill(body=body, content_type="text/javascript")
        )
        await page.context.route("**/found", lambda route: route.fulfill(body="yes" if there else ""))
        return page

    return open_page


async def test_a_hit_blurs_again_says_why_and_offers_what_to_do(seeing, picture):  # noqa: F811
    """Fails without `screen.veil` in Call.jsx."""
    there: list[str] = []
    one, two = await call(looked_at(seeing, there, FOUND, SILENT))
    await expect(stage(one)).to_have_attribute("data-screen", "calm")
    await one.get_by_role("button", name="Show", exact=True).click()
    await expect(stage(one)).to_have_attribute("data-remote", "shown")
    there.append("something")
    await expect(stage(one)).to_have_attribute("data-remote", "blurred")
    await expect(one.get_by_role("status").filter(has_text="This may be nudity.")).to_be_visible()
    await expect(one.get_by_role("button", name="Report", exact=True)).to_be_visible()
    await picture(one, "hit")
    await no_serious_findings(one, "hit")
    await one.get_by_role("button", name="Show anyway").click()
    await expect(stage(one)).to_have_attribute("data-remote", "shown")
    async with asyncio.timeout(20):
        while watchful(one):  # who wants to see it is left alone
            await asyncio.sleep(0.1)


async def test_an_own_picture_that_is_a_hit_never_leaves_and_a_calm_one_does(seeing, picture):  # noqa: F811
    """Fails without `inspect` in studio.js: the stranger would see it."""
    there = ["something"]
    one, two = await call(looked_at(seeing, there, FOUND, CALM))
    told = one.get_by_role("alert").filter(has_text="Your camera is off, as this may be nudity.")
    await expect(told).to_be_visible()
    await expect(one.locator(".own")).to_have_attribute("data-camera", "off")
    await expect(stage(two)).to_contain_text("Their camera is off.")
    async with asyncio.timeout(15):  # sound goes on
        while not (heard := await stats(two))["energy"]:
            await asyncio.sleep(0.2)
    assert heard["frames"] == 0
    await picture(one, "own-hit")
    there.clear()
    await one.get_by_role("button", name="Camera off").click()
    await expect(stage(two)).to_have_attribute("data-remote", "blurred")
    await flows(two)
    await expect(told).to_have_count(0)


async def test_the_camera_check_before_a_search_looks_as_well(seeing):  # noqa: F811
    """Fails without `screened` in preview.py: the look would begin with the call."""
    page = await looked_at(seeing, ["something"], FOUND)()
    await choose_video(page)
    await page.get_by_role("button", name="Continue", exact=True).click()
    await expect(page.get_by_text("Your camera is off, as this may be nudity.")).to_be_visible()
    assert await page.evaluate(CAMERAS) == 0, "the camera is off"


@pytest.mark.parametrize("paused", [False, True])
async def test_after_a_hit_one_tap_leaves(seeing, served, desk, paused):  # noqa: F811
    """Whose network is paused, though nothing is imposed on them, leaves as well, and is told so."""
    there: list[str] = []
    one, two = await call(looked_at(seeing, there, FOUND), width=390, height=844)
    for page in (one, two):
        await expect(stage(page)).to_have_attribute("data-screen", "calm")
    there.append("something")
    for page in (one, two):
        await expect(page.get_by_text("This may be nudity.")).to_be_visible()
        await expect(stage(page)).to_have_attribute("data-remote", "blurred")
    if not paused:
        await stage(two).get_by_role("button", name="Next").click()
        await expect(two.get_by_text("Looking for someone")).to_be_visible()
        return
    network = Addresses(signing_keys(Settings(data_dir=served.data_dir))[-1], 0)
    here = network.of({"client": ("127.0.0.1", 1)})
    async with desk.sessions() as session, session.begin():
        pause = await impose(
            session, SubjectKind.ADDRESS, here, Step.COOLDOWN, Reason.SCAM, "eve", now_ms(), HOUR
        )
    try:
        await desk.sanctions.copy()
        await stage(two).get_by_role("button", name="Next").click()
        await expect(two.get_by_role("region", name="Your network is paused.")).to_be_visible()
        await expect(one.get_by_text("They left.", exact=True)).to_be_visible()
    finally:  # whoever comes to this server next comes from there as well
        await desk.decisions.lift("eve", pause.id, "the test is over")
        await desk.sanctions.copy()
