"""T7: whatever a browser says to whichever handler: no error of the server's, no state changed, no echo."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.security.conftest import arrive, end, errors_in, flood, knock
from whimsy.stranger.page import Page

SURFACE = Path(__file__).with_name("surface.txt").read_text().splitlines()
MARK = "xyzzyplugh"
HUGE = [10**400, -(2**63) - 1, 1e308, float("nan"), float("inf")]
TOGETHER = 5
"""Fewer than what closes the socket for talking nonsense."""

texts = st.text(max_size=40).map(lambda text: MARK + text)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(HUGE) | texts
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
NAMED = (
    "room",
    "nonce",
    "text",
    "tag",
    "code",
    "mode",
    "yes",
    "call",
    "vars",
    "hashes",
    "info",
    "component_stack",
)
payloads = st.dictionaries(st.sampled_from(NAMED) | texts, anything, max_size=4) | anything
DEEP: Any = MARK
for _ in range(200):
    DEEP = [DEEP]
handlers = st.sampled_from([line.split()[1] for line in SURFACE])
LEGITIMATE = {"yes": True}


def harmless(said: tuple[str, Any]) -> bool:
    """Not what a page of ours could say: that may well change something."""
    name, payload = said[0].rpartition(".")[2], said[1]
    if not isinstance(payload, dict):
        return True
    if name == "add_interests" and isinstance(payload.get("text"), str):
        return False
    if name.startswith("choose_") and payload.get("yes") is True:
        return False
    # Without arguments these are a click.
    return payload != {} or name in ("post", "add_interests", "leave", "next", "home")


said = st.tuples(handlers, payloads | st.just({"text": DEEP, "room": DEEP})).filter(harmless)


def shown(page: Page) -> dict[str, Any]:
    """All a page shows but what a refusal may say, and what is minted anew at each return."""
    spoken = ("notice", "refused", "visitor_token", "tab_secret", "lines", "typing")
    return {name: value for name, value in page.vars.items() if name not in spoken}


@pytest.mark.served
def test_random_json_at_every_handler(serve):
    """Fails without vocabulary.py: Reflex logs an error for what it cannot bind, and calls the rest."""
    served = serve(sockets_per_address=4000, socket_rate=4000, frame_burst=3000, frame_rate=1000)
    loop = asyncio.new_event_loop()
    heard: list[str] = []
    page = Page(served.address)
    take = page._on_event
    page._on_event = lambda update: (heard.append(repr(update)), take(update))
    loop.run_until_complete(page.open())
    loop.run_until_complete(page.do("add_interests", text="tea"))
    loop.run_until_complete(page.until(lambda: page.vars["interests"] == ["tea"], "for the chip"))
    before = shown(page)

    async def say(batch: list[tuple[str, Any]], raw: Any) -> None:
        await page.open()
        for name, payload in batch:
            where = raw if isinstance(raw, dict) else {"pathname": "/", "query": {}}
            await page.client.emit(
                "event", {"name": name, "payload": payload, "router_data": where}, namespace="/_event"
            )
        await page.client.emit("event", raw, namespace="/_event")
        await page.client.emit("typing", raw, namespace="/whimsy")
        assert await page.client.call("signal", raw, namespace="/whimsy", timeout=20) == "malformed"
        for event in ("post", "react", "topic", "caption"):
            answer = await page.client.call(event, raw, namespace="/whimsy", timeout=20)
            assert answer["code"] == "malformed"

    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(said, min_size=1, max_size=TOGETHER), anything)
    def run(batch: list[tuple[str, Any]], raw: Any) -> None:
        loop.run_until_complete(say(batch, raw))
        assert shown(page) == before

    try:
        run()
        loop.run_until_complete(asyncio.sleep(0.5))
        assert shown(page) == before
        assert page.surprises == []
        assert [line for line in heard if MARK in line] == []
        assert errors_in(served) == []
        assert MARK not in served.log.read_text()
    finally:
        loop.run_until_complete(page.close())
        loop.close()


@pytest.mark.served
async def test_packets_that_are_none(serve, browse):
    """Fails without the `except` in gate.py or in lifecycle.py: an error in the log for each."""
    served = serve(sockets_per_address=4000, socket_rate=4000)
    for frame in (
        "", "4", "49", "42", "42/_event", "42/_event,", "42/_event,{", "42/_event,[]", "42/_event,[null]",
        '42/_event,["event"]', '42/_event,["event",1,2]', '42/_event,[{"a":1}]', '42/_event,["__class__"]',
        '42/_event,["connect",{}]', "4" + "[" * 8000, "42/_event," + "[" * 8000,
        '42/_event,["event",' + "[" * 5000 + "]" * 5000 + "]", "43/_event,1[]", "43/_event,[",
        "44/_event,{}", "451-/_event,[]", '451-/_event,["event",{"_placeholder":true,"num":0}]',
        "40/nowhere,", "40/_event,{}", "40/_event,7", "4" + "9" * 100,
        "42/_event," + "9" * 99 + '["ping"]', "4\x00", "4é", "2probe", "b4", "9",
    ):  # fmt: skip
        socket = await knock(served)
        await arrive(socket)
        await flood(socket, frame, 10)
        with contextlib.suppress(TimeoutError):
            await end(socket, 0.1)
        await socket.close()
    assert errors_in(served) == []
    page = await browse(served).open()
    assert page.phase == "idle"


@pytest.mark.served
@pytest.mark.parametrize("namespace", ["/_event", "/whimsy"])
async def test_a_spoofed_connect_or_disconnect_is_not_one(serve, browse, namespace):
    """Fails without `_connect` and `_disconnect` in lifecycle.py: one socket would hop to any token, or be
    gone for the server while it stays.
    """
    served = serve()
    one, other = await browse(served).open(), await browse(served).open()
    for page in (one, other):
        await page.do("start")
    for page in (one, other):
        await page.until(lambda page=page: page.phase == "chatting", "to be paired")
    environ = {
        "QUERY_STRING": f"token={other.token}",
        "asgi.scope": {"client": ["6.6.6.6", 1], "headers": []},
    }
    await one.client.emit("connect", (environ, None), namespace=namespace)
    await one.client.emit("connect", environ, namespace=namespace)
    await one.client.emit("disconnect", namespace=namespace)
    await one.client.emit("disconnect", "client disconnect", namespace=namespace)
    await asyncio.sleep(0.3)
    await one.say("still here")
    await other.until(lambda: other.texts == ["still here"], "for the line")
    await other.say("and I")
    await one.until(lambda: one.texts[-1:] == ["and I"], "for the answer")
    assert not other.vars["partner_away"]
    assert errors_in(served) == []
