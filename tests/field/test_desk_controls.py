"""Whatever a moderator can press at the desk answers: every control of every part, the way in and out."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_desk import go, log_in, office, served, valkey  # noqa: F401  (a desk of its own)
from tests.field.walk import SCRIPT, Walk, controls, settled
from tests.office import Office
from whimsy.moderation.report import Reason
from whimsy.moderation.sanction import Step

pytestmark = pytest.mark.browser

ASIDE = "whimsy:{text}:reports"
PARTS = {
    "Cases": {
        "button: D Dismiss", "button: W Warn", "button: C Cool down", "button: S Shadow", "summary: B Ban…",
        "button: Ban", "summary: H Hold…", "button: Hold it", "button: N Next", "button: Release",
        "summary: Lift…", "button: Lift it",
    },
    "Appeals": {
        "button: Accept…", "button: Accept and lift", "button: Decline…", "button: Decline: it stands",
        "button: Cancel", "button: Look at the file",
    },
    "Set aside": {
        "button: Try again", "button: Look", "button: Discard…", "button: Cancel", "button: Discard it",
    },
    "Switches": {
        "button: Turn off… video and voice", "button: Turn video and voice off",
        "button: Turn on… video and voice", "button: Cancel",
        "button: Turn new searches off", "button: Turn links off",
    },
    "Audit": {"button: Older"},
    "Moderators": {
        "button: Disable… mallory", "button: Disable mallory", "button: Cancel", "button: Enable… mallory",
        "button: Enable mallory", "button: Reset… mallory", "button: Reset mallory", "button: Done",
    },
}  # fmt: skip
"""What each part must have been seen to offer, or the walk went past it."""
BAR = rf"button: (({'|'.join(PARTS)})( ?#)?|Keys (on|off)|Log out)"
"""What is beside every part, and pressed on the way from one to the next."""


async def busy(office: Office) -> None:  # noqa: F811
    """Something of everything there is to decide."""
    reasons = (Reason.CHILD_SAFETY, Reason.THREAT, Reason.HATE, Reason.SCAM, Reason.SEXUAL, Reason.SPAM)
    for reason in reasons:
        target = await office.accused("buy this", words="wanted money", reason=reason)
    await office.decisions.sanction("eve", target, (), Step.WARN, Reason.SPAM)
    for _ in range(3):
        banned = office.town.citizen().tab.visitor
        sanction = await office.ban(banned)
        await office.appeals.file(banned, sanction, "it was my brother")
    await office.sit("mallory")
    for name in ("one", "two", "three"):
        line = f'{{"id": "{name}", "reason": "child_safety"}}'
        await office.town.client.rpush(ASIDE, line)
    for _ in range(60):  # more acts than the record shows at once
        await office.queue.look("eve", target)


async def pressed(page: Page, part: str) -> Walk:
    """Every control of a part of the desk; those of the bar are the way there."""
    bar = page.get_by_role("navigation", name="Desk").get_by_role("button", name=part)

    async def reach() -> Page:
        await bar.click()
        await expect(bar).to_have_attribute("aria-current", "page")
        return page

    async def back(page: Page, lost: set[str]) -> None:
        await reach()
        for name in await controls(page):
            if lost & set(here := await controls(page)):
                return
            if (name.endswith("…") or "… " in name) and name in here:
                await page.evaluate("name => __press(name)", name)
                await page.locator("[data-pressed]").click(timeout=3000)
                await settled(page)

    page = await reach()
    # What there is to decide comes a moment later; what is not offered at once is found by the walk.
    for _ in range(50):
        if PARTS[part] & set(await controls(page)):
            break
        await asyncio.sleep(0.05)
    return await Walk(reach, back, deep=True, spared=BAR).through()


@pytest.mark.timeout(240)
async def test_every_control_of_the_desk_answers(visit, office):  # noqa: F811
    """Fails with a handler that does nothing and says nothing, as `escape` with an act of another part."""
    await busy(office)
    totp = await office.moderator("ada")
    desk = await go(await visit(height=3000, script=SCRIPT), "/desk")
    await expect(desk.get_by_role("button", name="Log in")).to_be_visible()

    async def here() -> Page:
        return desk

    async def nowhere(page: Page, lost: set[str]) -> None:
        pass

    silent = (await Walk(here, nowhere).through()).silent
    await log_in(desk, totp, name="ada")
    await expect(desk.get_by_role("navigation", name="Desk")).to_be_visible()
    for part, offers in PARTS.items():
        walk = await pressed(desk, part)
        silent += [f"{part}: {name}" for name in walk.silent]
        assert offers <= walk.done, (part, offers - walk.done)
    for keys in ("Keys on", "Keys off", "Keys on"):
        await desk.get_by_role("button", name=keys).click()
    await desk.get_by_role("button", name="Log out").click()
    await expect(desk.get_by_role("button", name="Log in")).to_be_visible()
    assert silent == []
