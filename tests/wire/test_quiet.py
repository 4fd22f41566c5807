"""The server's log holds nothing a visitor said, and nothing that opens their chat, whatever they send."""

from __future__ import annotations

import asyncio

import pytest

from tests.wire.test_wire import pair
from whimsy.stranger.page import CHAT

pytestmark = pytest.mark.served

MARK = "xyzzy-plugh"


async def test_no_words_tokens_or_secrets_reach_the_log(browse, served):
    one, other = await pair(browse)
    await one.say(f"{MARK} one")
    await other.until(lambda: other.texts, "for the line")
    await one.say(MARK * 100)
    for handler, payload in (
        ("post", {"room": MARK, "nonce": MARK, "text": {"a": MARK}}),
        ("post", {"room": one.room, "nonce": "n", "text": MARK, "more": MARK}),
        ("post", {}),
        ("add_interests", {"text": [MARK]}),
        ("leave", {"room": {MARK: MARK}}),
        (f"no_such_{MARK}", {"text": MARK}),
    ):
        await one.do(handler, **payload)
    await one.post(MARK, MARK, {"a": MARK})
    await one.post(one.room, "n", [MARK])
    for junk in (MARK, [MARK], {"name": MARK}, {"name": f"{CHAT}.post", "payload": MARK}):
        await one.client.emit("event", junk, namespace="/_event")
    await one.client.emit("client_error", {"message": MARK, "error_type": MARK}, namespace="/_event")
    for event in ("typing", "signal", "post", "caption"):
        await one.client.emit(event, {MARK: MARK}, namespace="/whimsy")
    other.token, token = MARK, other.token
    await other.close()
    await one.say("still here")
    await one.until(lambda: one.texts[-1:] == ["still here"], "to go on as usual")
    await asyncio.sleep(0.5)
    log = served.log.read_text()
    secrets = [token, one.token, *one.local.values(), *one.session.values()]
    assert [secret for secret in (MARK, *secrets) if secret and secret in log] == []
    one.surprises.clear()
