"""A process that stops answers what was already on its way to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

from whimsy.edge.protocols import Http

ASKED = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"


async def app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4")]})
    await send({"type": "http.response.body", "body": b"here"})


@asynccontextmanager
async def connected() -> AsyncIterator[tuple[Http, asyncio.StreamReader, asyncio.StreamWriter]]:
    """The server's side of one connection, and the client's."""
    settings = {"http": Http, "lifespan": "off", "log_level": "error", "timeout_keep_alive": 60}
    server = uvicorn.Server(uvicorn.Config(app, port=0, **settings))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    reader, writer = await asyncio.open_connection(*server.servers[0].sockets[0].getsockname())
    while not server.server_state.connections:
        await asyncio.sleep(0.01)
    [connection] = server.server_state.connections
    yield connection, reader, writer
    writer.close()
    server.should_exit = True
    await serving


async def test_a_request_that_was_on_its_way_when_the_process_stops_is_answered():
    """Fails without `_ON_ITS_WAY`: the browser is told that the server closed the connection."""
    async with connected() as (connection, reader, writer), asyncio.timeout(10):
        connection.shutdown()
        writer.write(ASKED)
        assert (await reader.read()).endswith(b"here")


async def test_a_connection_on_which_nothing_is_asked_is_closed_soon():
    """Fails without `_stop`: a process could not end before its time is up."""
    async with connected() as (connection, reader, writer), asyncio.timeout(10):
        writer.write(ASKED)
        await reader.readuntil(b"here")
        connection.shutdown()
        assert await reader.read() == b""
