"""The lane of our namespace hears and answers what python-socketio would."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import socketio

from whimsy.seam.lane import Lane, emit_directly


class Ours(socketio.AsyncNamespace):
    def __init__(self) -> None:
        super().__init__("/ours")
        self.told: list[tuple[object, ...]] = []

    async def on_post(self, _sid: str, *said: object) -> object:
        self.told.append(said)
        return {"seq": 1, "text": "a"} if said else None


class Link:
    """Stands for Engine.IO's socket."""

    closed = False

    def __init__(self) -> None:
        self.sent: list[str] = []

    def write(self, text: str) -> None:
        self.sent.append(text)

    async def send(self, packet: object) -> None:
        self.sent.append(packet.encode())


async def played(packet: str, lane: bool) -> tuple[list[tuple[object, ...]], list[str], bool | None]:
    """What a packet does: what was told to the namespace, what is answered, and whether it cannot be read.

    The last is None for a packet that the lane leaves to others.
    """
    app = SimpleNamespace(sio=socketio.AsyncServer(async_mode="asgi", async_handlers=False))
    namespace, link = Ours(), Link()
    app.sio.register_namespace(namespace)
    app.sio.eio.sockets["link"] = link
    await app.sio.manager.connect("link", "/ours")
    try:
        if lane:
            choked = None if not await Lane(app, namespace).hear("link", packet) else False
        else:
            await app.sio._handle_eio_message("link", packet)
            choked = False
    except Exception:
        choked = True
    return namespace.told, link.sent, choked


@pytest.mark.parametrize(
    "packet",
    [
        '2/ours,["post","a"]',
        '2/ours,7["post",["a","né",{"b":[1,2]}]]',
        '2/ours,7["post"]',
        '2/ours,7["post","a","b"]',
        '2/ours,["unknown"]',
        '2/ours,8["unknown"]',
        "2/ours,7[]",
        "2/ours,7",
        "2/ours,7{}",
        "2/ours,[",
        '2/ours,x["post"]',
    ],
)
async def test_a_packet_does_the_same_in_the_lane(packet):
    """Fails when the lane reads, answers or refuses another way than python-socketio."""
    assert await played(packet, lane=True) == await played(packet, lane=False)


@pytest.mark.parametrize(
    "packet", ['2/other,7["post"]', "1/ours,", "0/ours,", '51-/ours,["post"]', '3/ours,7["post"]']
)
async def test_everything_else_is_left_to_python_socketio(packet):
    """Fails when the lane takes a packet that is no event, or of another namespace."""
    assert await played(packet, lane=True) == ([], [], None)


@pytest.mark.parametrize("number", ["1234567890", "²", "-1"])
async def test_a_number_that_no_page_gives_is_refused(number):
    assert await played(f'2/ours,{number}["post"]', lane=True) == ([], [], True)


async def test_who_has_left_the_namespace_is_not_heard():
    """Fails without a look whether the page is connected: python-socketio drops such an event as well."""
    app = SimpleNamespace(sio=socketio.AsyncServer(async_mode="asgi", async_handlers=False))
    namespace = Ours()
    app.sio.register_namespace(namespace)
    assert await Lane(app, namespace).hear("link", '2/ours,["post","a"]')
    assert namespace.told == []


@pytest.mark.parametrize("said", [None, "né", {"a": [1, 2]}, ["b"], ("two", "words"), 0])
@pytest.mark.parametrize("to", [None, "one", "nobody"])
async def test_an_event_is_emitted_as_python_socketio_does(said, to):
    """Fails when the short way sends another packet, or to others, or in another order."""
    sent = []
    for direct in (False, True):
        sio, links = socketio.AsyncServer(async_mode="asgi"), {name: Link() for name in ("one", "two")}
        sids = {name: await sio.manager.connect(name, "/ours") for name in links}
        sio.eio.sockets.update(links)
        if direct:
            emit_directly(sio)
        for event in ("first", "second"):
            await sio.emit(event, said, to=sids.get(to, to), namespace="/ours")
        sent.append({name: link.sent for name, link in links.items()})
    assert sent[0] == sent[1]
    assert len(sent[1]["two"]) == (2 if to is None else 0)


async def test_an_event_is_emitted_before_the_loops_next_turn():
    """Fails when a task is made for each socket."""
    sio, link = socketio.AsyncServer(async_mode="asgi"), Link()
    await sio.manager.connect("one", "/ours")
    sio.eio.sockets["one"] = link
    emit_directly(sio)
    emitting = sio.emit("first", namespace="/ours")
    with pytest.raises(StopIteration):
        emitting.send(None)
    assert link.sent == ['42/ours,["first"]']
