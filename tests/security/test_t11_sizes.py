"""T11: what is at its limit passes, what is one over it is refused; a frame over it closes the socket."""

from __future__ import annotations

import asyncio
import contextlib
import json

import pytest
from websockets.exceptions import ConnectionClosed

from tests.calls.samples import OFFER
from tests.security.conftest import arrive, end, event, knock, pair
from whimsy.calls.sdp import MAX_SDP
from whimsy.settings import Settings
from whimsy.stranger.page import WISHES

pytestmark = pytest.mark.served

LIMIT = Settings().max_frame


@pytest.fixture(scope="module")
def served(serve):
    return serve(search_rate="1000/1")


def padded(size: int, filler: str) -> str:
    """A frame of so many bytes that means nothing."""
    frame = event(f"{WISHES}.remove_interest", tag="")
    room = size - len(frame.encode())
    tag = filler * (room // len(filler.encode())) + "x" * (room % len(filler.encode()))
    return frame.replace('""', f'"{tag}"')


@pytest.mark.parametrize(("filler", "over"), [("x", 0), ("x", 1), ("é", 0), ("é", 2), ("x", 50_000)])
async def test_a_frame_at_the_limit_passes_and_one_over_it_closes_the_socket(served, filler, over):
    """Fails without ws_max_size in serve.py and the size check in channel.py; either is enough."""
    socket = await knock(served)
    await arrive(socket)
    frame = padded(LIMIT + over, filler)
    await socket.send(frame)
    if over:
        assert len(frame.encode()) > LIMIT
        assert (await end(socket))[0] == 1009
    else:
        await socket.send("42/_event," + '["ping"]')
        while '"pong"' not in await socket.recv():
            pass
        await socket.close()


async def test_a_frame_in_pieces_counts_whole(served):
    socket = await knock(served)

    async def pieces():
        for _ in range(40):
            yield "x" * 1000

    with contextlib.suppress(ConnectionClosed):  # it need not hear the rest
        await socket.send(pieces())
    # Closed with some unread, TCP may reset the connection before the reason is heard (RFC 9293, 3.6.1).
    assert (await end(socket))[0] in (1009, 1006)


async def test_endless_empty_pieces_are_no_way_to_stay(served):
    """Fails without `handle_cont` in protocols.py: each would be kept until the end that never comes."""
    socket = await knock(served)

    async def pieces():
        for _ in range(5000):
            yield ""

    with contextlib.suppress(ConnectionClosed):
        await socket.send(pieces())
    assert (await end(socket, 5))[0] == 1006


async def test_binary_is_not_spoken(served):
    socket = await knock(served)
    await arrive(socket)
    await socket.send(b"\x04abc")
    assert (await end(socket))[0] == 1003


async def test_a_message_at_the_limit_passes_and_one_over_it_comes_back(served):
    one, other = await pair(served)
    longest, heard = Settings().max_graphemes, []
    other.heard = lambda text, _: heard.append(text)
    await one.say("😀" * longest)
    await one.say("😀" * (longest + 1))
    await one.say("end")
    async with asyncio.timeout(10):
        while heard[-1:] != ["end"]:
            await asyncio.sleep(0.01)
    assert heard == ["😀" * longest, "end"]
    assert one.vars["refused"]["nonce"] == "n2"
    for tab in (one, other):
        await tab.close()


def test_the_longest_description_fits_into_a_frame():
    """The gate must not refuse what calls allow: newlines are two bytes more in JSON, quotes one."""
    sdp = OFFER.replace("\n", "\r\n")
    while len(sdp) < MAX_SDP - 20:
        sdp += "a=x:1\r\n"
    wire = {"room": "video-" + "x" * 22, "call": 2**31, "seq": 2**31, "kind": "description",
            "body": {"type": "offer", "sdp": sdp}}  # fmt: skip
    assert len(f"42/whimsy,999{json.dumps(['signal', wire])}") < LIMIT
