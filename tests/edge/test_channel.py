"""One websocket behind the gate: what closes it, what slows it, and what it never lets through."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.clock import Clock
from whimsy.edge.channel import Channel, _is_event
from whimsy.edge.crowd import Neighbour
from whimsy.settings import Settings

EVENT = '42/_event,["event",{"name":"chat.say"}]'
LIMITS = Settings(frame_rate=0.001, frame_burst=30, address_frame_rate=1000, max_frame=26_000)


class Line:
    """The server's side of a channel: what it says next, and what it was told to send."""

    def __init__(self, settings: Settings = LIMITS, neighbour: Neighbour | None = None) -> None:
        self.neighbour = neighbour or Neighbour(settings, Clock())
        self.arrived: asyncio.Queue[dict] = asyncio.Queue()
        self.sent: list[dict] = []
        self.noted: list[str] = []
        self.reads = asyncio.Event()
        self.reads.set()
        self.channel = Channel(settings, self.neighbour, self.arrived.get, self.send, self.noted.append)

    async def send(self, message: dict) -> None:
        await self.reads.wait()
        self.sent.append(message)

    async def hears(self, text: str | None) -> dict:
        """What the application gets when the client says `text`."""
        self.arrived.put_nowait({"type": "websocket.receive", "text": text})
        async with asyncio.timeout(15):
            return await self.channel.receive()


def closed(code: int, reason: str) -> dict:
    return {"type": "websocket.close", "code": code, "reason": reason}


async def ended(line: Line, text: str | None, code: int, reason: str) -> None:
    """Saying `text` ends it for both sides, once, and is noted."""
    assert await line.hears(text) == {"type": "websocket.disconnect", "code": code, "reason": reason}
    await line.channel.send({"type": "websocket.send", "text": "too late"})
    await line.channel.hang_up("again")
    assert line.sent == [closed(code, reason)]
    assert line.noted == [reason]


@pytest.mark.parametrize("text", [EVENT, "3", "1", "40/_event,"])
async def test_what_a_client_of_ours_says_passes_as_it_is(text):
    line = Line()
    assert await line.hears(text) == {"type": "websocket.receive", "text": text}
    await line.channel.send({"type": "websocket.send", "text": "answer"})
    assert line.sent == [{"type": "websocket.send", "text": "answer"}] and line.noted == []


async def test_what_is_no_message_passes_as_it_is():
    line = Line()
    for message in ({"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1001}):
        line.arrived.put_nowait(message)
        assert await line.channel.receive() == message


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        ("4" * 26_001, 1009, "too_big"),
        ("4" + "é" * 13_000, 1009, "too_big"),  # fewer letters than bytes
        (None, 1003, "no_binary"),
        ("nonsense", 1008, "malformed"),
        ("2probe", 1008, "malformed"),
        ("", 1008, "malformed"),
    ],
)
async def test_what_nobody_of_ours_would_say_ends_it(text, code, reason):
    """Fails without the look at any one of them in `receive`."""
    await ended(Line(), text, code, reason)


async def test_as_much_as_is_allowed_passes():
    assert (await Line().hears("4" + "é" * 12_999))["type"] == "websocket.receive"


async def test_a_flood_ends_it_and_is_held_against_the_address():
    """Fails without `_pace.take`, or without `flooded`: the next socket would have as large a burst."""
    line = Line()
    for _ in range(10):  # a third of the burst: a new socket is not trusted with all of it
        assert (await line.hears("3"))["type"] == "websocket.receive"
    await ended(line, "3", 1008, "too_fast")
    second = Line(neighbour=line.neighbour)
    for _ in range(3):
        assert (await second.hears("3"))["type"] == "websocket.receive"
    await ended(second, "3", 1008, "too_fast")


async def test_an_address_that_says_too_much_is_slowed_and_not_cut_off(monkeypatch):
    """Fails without the wait for `_neighbour.frame`."""
    slept = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    settings = Settings(frame_burst=300, address_frame_rate=4)
    first = Line(settings)
    monkeypatch.setattr(asyncio, "sleep", sleep)
    for line in (first, Line(settings, first.neighbour)):
        for _ in range(7):
            assert (await line.hears("3"))["type"] == "websocket.receive"
    assert slept == [0.25, 0.5]


async def test_who_says_nothing_of_use_in_time_is_sent_away():
    """Fails when a pong counts as an event."""
    line = Line(Settings(first_event=0.05))
    await line.hears("3")
    async with asyncio.timeout(15):
        got = await line.channel.receive()
    assert got["reason"] == "silent" and line.sent == [closed(1008, "silent")]


@pytest.mark.parametrize("text", [EVENT, '40/_event,{"event":{"name":"hydrate"}}'])
async def test_who_has_said_an_event_may_be_silent(text):
    """Fails without `_due = None`."""
    line = Line(Settings(first_event=0.05))
    await line.hears(text)
    waiting = asyncio.create_task(line.channel.receive())
    await asyncio.sleep(0.2)
    assert not waiting.done()
    waiting.cancel()


@pytest.mark.parametrize(
    "text",
    [
        "3", "", "42", "40/_event,", "42/_event,", "42/_event,[]", "42/_event,[null,null]", "42/_event,{",
        '42/_event,["event"]', '42/_event,["event",{}]', '42/_event,["event",{"name":1}]',
        '40/_event,["event",{"name":"x"}]', '42/other,["event",{"name":"x"}]',
        '41/_event,["event",{"name":"x"}]', "42/_event," + "[" * 20_000,
    ],
)  # fmt: skip
def test_what_is_no_event_is_taken_for_none(text):
    assert not _is_event(text)


def test_an_event_is_known_whatever_it_carries():
    assert _is_event("42/_event," + json.dumps(["event", {"name": "x", "payload": {"text": ",\u2028é"}}]))


async def test_who_does_not_read_is_not_heard():
    """Fails without `_flowing`: answers to whoever reads none would pile up."""
    line = Line()
    line.reads.clear()
    sending = asyncio.create_task(line.channel.send({"type": "websocket.send", "text": "answer"}))
    await asyncio.sleep(0)
    hearing = asyncio.create_task(line.hears("3"))
    await asyncio.sleep(0.05)
    assert not hearing.done()
    line.reads.set()
    await sending
    assert (await hearing)["text"] == "3"


async def test_who_is_hung_up_on_is_told_why_and_heard_no_more():
    line = Line()
    await line.channel.hang_up("too_many_tabs")
    assert line.sent == [closed(1008, "too_many_tabs")] and line.noted == ["too_many_tabs"]
    await line.hears(EVENT)
    await line.channel.send({"type": "websocket.send", "text": "answer"})
    assert len(line.sent) == 1
