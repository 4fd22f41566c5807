"""T1: nobody is who they say they are: ids count only when we signed them, and no handler takes one."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.markers import visitor_of
from tests.serving import ROOMY
from tests.wire.test_wire import pair
from whimsy.settings import Settings
from whimsy.stranger.page import CALL, CHAT, Page
from whimsy.visitors.assurance import Door, provider
from whimsy.visitors.identity import Identity, VisitorId
from whimsy.visitors.keyring import signing_keys

pytestmark = pytest.mark.served

MAY = [
    line.split()[1]
    for line in Path(__file__).with_name("surface.txt").read_text().splitlines()
    if line.startswith("may")
]
NAMES = (
    "visitor", "visitor_id", "visitorId", "user", "userId", "whimsyUserId", "person", "partner",
    "target", "tab",
    "tab_id", "holder", "place", "token", "client_token", "session_id", "sid", "id", "me", "self", "reporter",
    "address",
)  # fmt: skip

AIMED = [
    (CHAT, "post", {"nonce": "n1", "text": "I am somebody else"}), (CHAT, "next", {}), (CHAT, "leave", {}),
    (CHAT, "home", {}), (CALL, "offer_video", {}), (CALL, "rebuild_call", {"call": 0}),
]  # fmt: skip
TOGETHER = 4
"""Fewer than what closes the socket for talking nonsense."""


@pytest.fixture(scope="module")
def served(serve):
    return serve(**ROOMY, agreed_for=3)


async def test_forged_and_extra_ids_at_every_handler_change_nothing(served, browse):
    """Fails when a handler acts for whom it is told; seen with a `token` that `post` took and believed."""
    one, other = await pair(lambda: browse(served))
    thief: Page = await browse(served).open()
    own = dict(thief.local)
    visitor, tab = visitor_of(one.local["visitor_token"]), _tab(one)
    room = one.room
    said: list[tuple[str, dict[str, Any]]] = []
    for value in (visitor, tab, one.token, one.local["visitor_token"], one.session["tab_secret"]):
        said += [
            (f"{state}.{handler}", {**argued, "room": room, extra: value})
            for state, handler, argued in AIMED
            for extra in NAMES
        ]
        said += [(name, dict.fromkeys(NAMES, value)) for name in MAY]
    for begin in range(0, len(said), TOGETHER):
        await thief.open()
        for name, payload in said[begin : begin + TOGETHER]:
            claimed = dict.fromkeys(NAMES, one.token)
            where = {"pathname": "/", "query": claimed, "headers": claimed, **claimed}
            event = {**claimed, "name": name, "payload": payload, "router_data": where}
            await thief.client.emit("event", event, namespace="/_event")
        await thief.client.emit("typing", room, namespace="/whimsy")
        signal = {"room": room, "call": 1, "seq": 1, "kind": "ready", "body": {}}
        assert await thief.client.call("signal", signal, namespace="/whimsy") != "ok"
    await one.say("undisturbed")
    await other.until(lambda: other.texts, "for the line", seconds=60)
    await asyncio.sleep(1)
    assert (one.phase, other.phase, one.room, other.room) == ("chatting", "chatting", room, room)
    assert one.texts == other.texts == ["undisturbed"] and one.vars["video"] == ""
    assert not one.vars["typing"] and not other.vars["typing"] and not other.vars["partner_away"]
    assert one.signals == other.signals == []
    assert thief.room != room and "undisturbed" not in repr(thief.vars)
    assert thief.local.get("visitor_token") == own["visitor_token"]


async def test_a_token_we_did_not_sign_is_nobodys_even_with_the_tabs_secret(served, browse):
    """Fails with `loads_unsafe` in `Identity.known`, and without the salt in its serialisers."""
    one, other = await pair(lambda: browse(served))
    token, visitor = one.local["visitor_token"], visitor_of(one.local["visitor_token"])
    body, _, signature = token.partition(".")
    keys = signing_keys(Settings(data_dir=served.data_dir))
    door = Door(keys, provider(""), 3600)
    forged = [
        visitor, body, f"{body}.", f".{signature}", f"{body}.{signature[::-1]}", f"{body}.{'A' * 27}",
        f"{body[:-2]}AA.{signature}", other.local["visitor_token"].partition(".")[0] + "." + signature,
        _signed("another key", visitor), _signed("", visitor),
        str(await door.admit(VisitorId(visitor), "declared")),
        one.session["tab_secret"], one.token, f"{token}.{signature}", f"[{token}]",
    ]  # fmt: skip
    for claimed in forged:
        thief: Page = browse(served, {"visitor_token": claimed})
        thief.session = dict(one.session)
        await thief.open()
        assert (thief.phase, thief.room, thief.texts) == ("idle", "", []), claimed
        assert thief.local["visitor_token"] != claimed
        assert visitor_of(thief.local["visitor_token"]) not in (visitor, "")
        await thief.post(one.room, "n1", "let me in")
        await thief.do("leave", room=one.room)
        await thief.close()
    await one.say("still mine")
    for page in (one, other):
        await page.until(lambda page=page: page.texts, "for the line")
    assert one.texts == other.texts == ["still mine"] and one.phase == other.phase == "chatting"


async def test_what_expired_or_is_anothers_opens_no_door(served, browse):
    """Fails without the age or the visitor in `Door.admits`. A visitor's id itself lasts: README.md here."""
    one = await browse(served).open()
    await one.do("start")
    await one.until(lambda: one.phase == "searching", "to search")
    await one.do("cancel")
    await one.until(lambda: one.phase == "idle", "to stop")
    thief = await browse(served, {"door_pass": one.local["door_pass"]}).open()
    await thief.do_as(CHAT, "start")
    await thief.until(lambda: thief.vars.get("asking"), "to be asked like everybody")
    await asyncio.sleep(4.1)
    await one.do_as(CHAT, "start")
    await one.until(lambda: one.vars.get("asking"), "to be asked again")
    assert thief.phase == one.phase == "idle"


def _signed(key: str, visitor: str) -> str:
    return Identity([key])._newest.dumps(visitor)


def _tab(page: Page) -> str:
    token = page.local["visitor_token"]
    return Identity(["any"]).tab(page.session["tab_secret"], VisitorId(visitor_of(token)))[0].id
