"""The least a chat server can be in Python: rooms of two in the order of arrival, every text passed on.

`python -m tests.load.python_relays socketio|starlette` serves one on a port that it prints, until its stdin
ends. Both speak to the same client: python-socketio by itself, Starlette with just the frames it needs.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
from typing import Any

import socketio
import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect


class Pairs:
    """Who waits, and who is whose partner."""

    def __init__(self) -> None:
        self._waiting: Any = None
        self._rooms = 0
        self.partner: dict[Any, Any] = {}

    def start(self, one: Any) -> str:
        """Let `one` wait, or pair it; returns the room if it was paired."""
        if self._waiting in (None, one):
            self._waiting = one
            return ""
        other, self._waiting = self._waiting, None
        self.partner |= {one: other, other: one}
        self._rooms += 1
        return f"room-{self._rooms}"

    def leave(self, one: Any) -> None:
        """Forget `one`."""
        self._waiting = None if self._waiting == one else self._waiting
        self.partner.pop(self.partner.pop(one, None), None)


def with_socketio() -> Any:
    """python-socketio as it comes, but for the ping interval, which is the one Whimsy uses."""
    server, pairs = socketio.AsyncServer(async_mode="asgi", ping_interval=4, ping_timeout=5), Pairs()

    async def start(sid: str) -> None:
        if room := pairs.start(sid):
            for one in (sid, pairs.partner[sid]):
                await server.emit("paired", room, to=one)

    async def text(sid: str, said: str) -> None:
        if partner := pairs.partner.get(sid):
            await server.emit("text", said, to=partner)

    server.on("start", start)
    server.on("text", text)
    server.on("disconnect", lambda sid, _reason: pairs.leave(sid))
    return socketio.ASGIApp(server)


def with_starlette() -> Any:
    """A bare websocket. It passes on frames of Socket.IO as they come, and sends no pings."""
    pairs = Pairs()

    async def relay(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.send_text("0{}")
        try:
            while True:
                frame = await websocket.receive_text()
                if frame.startswith("40"):
                    await websocket.send_text("40{}")
                elif frame == '42["start"]':
                    if room := pairs.start(websocket):
                        for one in (websocket, pairs.partner[websocket]):
                            await one.send_text("42" + json.dumps(["paired", room]))
                elif partner := pairs.partner.get(websocket):
                    await partner.send_text(frame)
        except (WebSocketDisconnect, RuntimeError):  # it has gone, or its partner has
            pairs.leave(websocket)

    return Starlette(routes=[WebSocketRoute("/socket.io/", relay)])


async def serve(app: Any) -> None:
    """Serve on a free port, as Whimsy's workers do, and print it."""
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, ws="websockets-sansio", log_level="warning", lifespan="off",
        ws_ping_interval=None, ws_per_message_deflate=False,
    )  # fmt: skip
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    print(server.servers[0].sockets[0].getsockname()[1], flush=True)
    await serving


def _end_with_stdin() -> None:
    sys.stdin.read()  # whoever started us is gone
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    uvloop.run(serve({"socketio": with_socketio, "starlette": with_starlette}[sys.argv[1]]()))
