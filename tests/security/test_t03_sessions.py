"""T3: nothing a partner is ever shown opens anything: not as a token, a secret, an identity or a room."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests import markers
from tests.serving import ROOMY
from whimsy.stranger.page import Page

pytestmark = pytest.mark.served


def strings(shown: Any) -> set[str]:
    """Every string in what a page was sent, and the names in it."""
    if isinstance(shown, str):
        return {shown}
    if isinstance(shown, dict):
        return set().union(*(strings(part) for pair in shown.items() for part in pair))
    if isinstance(shown, (list, tuple)):
        return set().union(set(), *(strings(part) for part in shown))
    return set()


async def test_what_a_partner_sees_opens_nothing(serve, browse):
    """Fails when a view shows a tab, a holder or a token; seen with `talking` set to the tab's secret."""
    served = serve(**ROOMY)
    one, other = browse(served), browse(served)
    heard: list[Any] = []
    take = other._on_event
    other._on_event = lambda update: (
        heard.append(json.loads(update) if isinstance(update, str) else update),
        take(update),
    )
    for page in (await one.open(), await other.open()):
        await page.do("start")
    for page in (one, other):
        await page.until(lambda page=page: page.phase == "chatting", "to be paired")
    await one.say("a secret between us")
    await other.say("indeed")
    await other.until(lambda: len(other.texts) == 2, "for both lines")

    own = {other.token, *other.local.values(), *other.session.values()} - {other.room}
    own |= {text for text in strings(heard) if text in served.address}  # which its log says as well
    seen = {text for text in strings(heard) | {other.room} if 8 <= len(text) <= 256 and text not in own}
    secrets = {one.token, *one.session.values(), *one.local.values()} - {other.room, ""}
    assert other.room in seen and not [secret for secret in secrets if secret in repr(heard)]
    with markers.unplanted():  # most of what is shown are words of ours
        for text in sorted(seen):
            for role in ("token", "secret", "visitor", "all"):
                thief: Page = browse(served)
                if role in ("token", "all") and text.replace("-", "").isalnum() and len(text) <= 64:
                    thief.token = text
                if role in ("secret", "all"):
                    thief.session = {"tab_secret": text, "talking": other.room}
                if role in ("visitor", "all"):
                    thief.local = {"visitor_token": text}
                await thief.open()
                assert thief.phase == "idle" and thief.texts == [] and thief.room == "", (role, text)
                await thief.post(other.room, "n1", "let me in")
                await thief.do("leave", room=other.room)
                await thief.close()
    await one.say("still us")
    await other.until(lambda: other.texts[-1:] == ["still us"], "to be undisturbed")
    assert "let me in" not in one.texts + other.texts and one.phase == other.phase == "chatting"
