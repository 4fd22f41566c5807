"""The bad network is as bad as asked, and no worse: what the fault tests rely on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio
from redis.asyncio import Redis
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve

from tests.frames import Resp, WebSocket
from tests.network import DOWN, UP, Network


@pytest_asyncio.fixture
async def echo() -> AsyncIterator[int]:
    """The port of a server that says everything back."""

    async def answer(socket):
        async for words in socket:
            await socket.send(words)

    async with serve(answer, "127.0.0.1", 0, compression=None) as server:
        yield server.sockets[0].getsockname()[1]


async def hears(socket, seconds: float = 0.3) -> str | None:
    """What comes within `seconds`."""
    try:
        async with asyncio.timeout(seconds):
            return await socket.recv()
    except TimeoutError:
        return None


async def test_what_is_cut_is_held_back_and_nobody_is_told(echo):
    for ways in ((), (UP,), (DOWN,)):
        async with Network(echo) as network, connect(network.address.replace("http", "ws")) as socket:
            await socket.send("one")
            assert await hears(socket) == "one"
            network.cut(*ways)
            await socket.send("two")
            assert await hears(socket) is None
            network.restore()
            assert await hears(socket) == "two"


async def test_delay_and_rate_slow_it_down_and_keep_the_order(echo):
    async with Network(echo) as network, connect(network.address.replace("http", "ws")) as socket:
        begun = asyncio.get_running_loop().time()
        network.delay = 0.2
        for i in range(20):
            await socket.send(str(i))
        await asyncio.sleep(0.05)
        network.delay = 0
        await socket.send("last")
        assert [await hears(socket, 2) for _ in range(21)] == [*map(str, range(20)), "last"]
        assert asyncio.get_running_loop().time() - begun >= 0.2
        network.rate = 100_000
        await socket.send("x" * 20_000)
        begun = asyncio.get_running_loop().time()
        assert await hears(socket, 5)
        assert asyncio.get_running_loop().time() - begun >= 0.1


async def test_whole_events_come_twice_and_out_of_order_and_nothing_else_does(echo):
    async with Network(echo, WebSocket) as network, connect(network.address.replace("http", "ws")) as socket:
        network.shuffle()
        said = [f"42[{i},{'x' * (i * 900)}]" for i in range(100)]
        for words in said:
            await socket.send(words)
            await socket.send("2")
        heard = []
        while (words := await hears(socket)) is not None:
            heard.append(words)
        events = [words for words in heard if words != "2"]
        assert len(heard) - len(events) == 100
        assert set(events) == set(said) and len(events) > 150
        assert list(dict.fromkeys(events)) != said


async def test_published_messages_are_shuffled_and_answers_are_not(valkey):
    async with Network(int(valkey.rsplit(":", 1)[1].split("/")[0]), Resp) as network:
        network.shuffle()
        for protocol in (2, 3):
            client = Redis(port=network.port, protocol=protocol, decode_responses=True)
            async with client, client.pubsub(ignore_subscribe_messages=True) as ears:
                await ears.subscribe("news")
                while await ears.get_message(timeout=0.1):
                    pass
                for i in range(50):
                    assert await client.publish("news", f"{i}\r\n$7\r\nmessage") == 1
                    assert await client.eval("return {1, {'a', {}}, false}", 0) == [1, ["a", []], None]
                heard = []
                while message := await ears.get_message(timeout=0.5):
                    heard.append(int(message["data"].split()[0]))
            assert set(heard) == set(range(50)) and len(heard) > 55
            assert list(dict.fromkeys(heard)) != sorted(set(heard))
