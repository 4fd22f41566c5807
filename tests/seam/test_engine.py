"""Engine.IO's socket that writes at once, on a websocket that the test plays."""

from __future__ import annotations

import asyncio

import engineio
import pytest

from whimsy.seam import engine
from whimsy.seam.engine import DirectSocket


class Played:
    """A websocket. `writable` unset: its reader does not read."""

    def __init__(self) -> None:
        self.writable = asyncio.Event()
        self.writable.set()
        self.transport = self
        self.is_open = False
        self.said: list[str] = []
        self.heard: asyncio.Queue[str | None] = asyncio.Queue()

    def write(self, text: str) -> bool:
        if not (self.is_open and self.writable.is_set()):
            return False
        self.said.append(text)
        return True

    def abort(self) -> None:
        if self.is_open:
            self.is_open = False
            self.writable.set()
            self.heard.put_nowait(None)

    async def wait(self) -> str:
        text = await self.heard.get()
        if text is None:
            raise OSError
        return text

    async def close(self) -> None:
        self.abort()


class Served:
    """A socket of a server whose handlers note what they are told."""

    def __init__(self, **settings: float) -> None:
        self.server = engineio.AsyncServer(async_mode="asgi", async_handlers=False, **settings)
        self.server.start_service_task = False
        self.told: list[tuple[str, ...]] = []
        self.server.on("message", self._message)
        self.server.on("disconnect", self._disconnect)
        self.websocket = Played()
        self.socket = DirectSocket(self.server, "sid")

    async def open(self) -> asyncio.Task[None]:
        """As the handshake does it: what is sent first waits for its end."""
        self.socket.write("0{}")
        self.socket.schedule_ping()
        self.server._async = {"websocket": lambda handler, _: lambda _: handler(self.websocket)}
        upgrade = self.socket._upgrade_websocket({"asgi.scope": {"whimsy.websocket": self.websocket}})
        self.socket.write("40")  # before it is open
        self.websocket.is_open = True
        running = asyncio.create_task(upgrade)
        await asyncio.sleep(0.01)
        return running

    async def _message(self, _sid: str, text: str) -> None:
        self.told.append(("message", text))

    async def _disconnect(self, _sid: str, reason: str) -> None:
        self.told.append(("disconnect", reason))


async def test_what_is_sent_goes_out_at_once_and_what_came_first_before_it():
    """Fails when what waited for the handshake is dropped, or sent last."""
    served = Served()
    running = await served.open()
    assert served.websocket.said == ["0{}", "40"]
    served.socket.write("4first")
    assert served.websocket.said[2:] == ["4first"], "no turn of the loop in between"
    served.websocket.heard.put_nowait("4hello")
    served.websocket.abort()
    await running
    assert served.told == [("message", "hello"), ("disconnect", "transport close")]


async def test_a_slow_reader_gets_all_in_order_and_nobody_waits_for_it():
    """Fails when a packet overtakes those that are held back."""
    served = Served()
    await served.open()
    served.websocket.writable.clear()
    for n in range(3):
        served.socket.write(f"4{n}")
    served.websocket.writable.set()
    served.socket.write("4last")
    await asyncio.sleep(0.01)
    assert served.websocket.said[2:] == ["40", "41", "42", "4last"]
    served.websocket.writable.clear()
    served.socket.write("4never read")
    served.websocket.abort()
    await asyncio.sleep(0.01)
    assert served.socket._sending is None and not served.socket._held, "who left keeps nothing"


async def test_who_does_not_answer_a_ping_is_let_go():
    """Fails without `_silent`, as nothing else watches over sockets."""
    served = Served(ping_interval=0.02, ping_timeout=0.05)
    running = await served.open()
    for _ in range(3):
        await asyncio.sleep(0.03)
        assert served.websocket.said[-1] == "2"
        served.websocket.heard.put_nowait("3")
    assert served.told == []
    await asyncio.wait([running], timeout=5)
    assert running.done()
    assert served.told == [("disconnect", "ping timeout")] and not served.websocket.is_open


@pytest.mark.parametrize("whose", ["the server's", "the page's"])
async def test_a_page_that_does_not_close_after_the_end_is_cut_off(monkeypatch, whose):
    """Fails without the farewell: a websocket that nobody listens to would stand for good."""
    monkeypatch.setattr(engine, "_FAREWELL", 0.05)
    served = Served()
    running = await served.open()
    if whose == "the page's":
        served.websocket.heard.put_nowait("1")
    else:
        await served.socket.close()
        assert served.websocket.said[-1] == "1"
    await asyncio.sleep(0.01)
    assert served.websocket.is_open
    await asyncio.wait([running], timeout=5)
    assert running.done()
    assert [what for what, _ in served.told] == ["disconnect"]
    with pytest.raises(engineio.exceptions.SocketIsClosedError):
        await served.socket.send(engineio.packet.Packet(4, "late"))


async def test_a_socket_that_is_cancelled_while_a_packet_is_handled_still_says_goodbye():
    """Fails when a cancellation, as of a server that stops, leaves before the disconnect is told."""
    served, never = Served(), asyncio.Event()

    async def slow(_sid: str, _text: str) -> None:
        await never.wait()

    served.server.on("message", slow)
    running = await served.open()
    served.websocket.heard.put_nowait("4hello")
    await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.wait([running], timeout=5)
    assert served.told == [("disconnect", "transport close")]
