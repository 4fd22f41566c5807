"""Hears the events of a namespace, and answers them, without the detours of python-socketio.

For each event that looks for its handler anew, in three places, and lets Engine.IO guess whether it is JSON:
as much work as the rest of a text. Packets and their meaning are the same (Socket.IO protocol, revision 5).
"""

import json
from typing import Any

import reflex as rx
from socketio import AsyncNamespace

_EVENT, _ACK = "2", "3"
_MESSAGE = "4"
"""The packet of Engine.IO that carries those of Socket.IO."""
_LONGEST = 9
"""Digits of the number that a page gives to an event."""

compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Lane:
    """The events of one namespace, which its `trigger_event` handles."""

    def __init__(self, app: rx.App, namespace: AsyncNamespace) -> None:
        assert app.sio is not None
        self._sio: Any = app.sio
        self._namespace = namespace
        self._begins = f"{_EVENT}{namespace.namespace},"

    async def hear(self, link: str, packet: str) -> bool:
        """Handle a packet if it is an event of this namespace, and return whether it is.

        Raises ValueError, or another error of a parser, for one that cannot be read.
        """
        if not packet.startswith(self._begins):
            return False
        number, _, rest = packet[len(self._begins) :].partition("[")
        event, *said = json.loads("[" + rest)
        if number and not (len(number) <= _LONGEST and number.isdecimal()):
            raise ValueError("no number")
        name, manager = self._namespace.namespace, self._sio.manager
        sid = manager.sid_from_eio_sid(link, name)
        if manager.is_connected(sid, name):
            answer = await self._namespace.trigger_event(event, sid, *said)
            if number:
                self._answer(link, number, answer)
        return True

    def _answer(self, link: str, number: str, answer: object) -> None:
        said = compact([] if answer is None else [answer])
        write(self._sio, link, f"{_ACK}{self._namespace.namespace},{number}{said}")


def write(sio: Any, link: str, packet: str) -> None:
    """Send a packet of Socket.IO at once, in the order of the calls; no task is made."""
    if (socket := sio.eio.sockets.get(link)) and not socket.closed:
        socket.write(_MESSAGE + packet)


def emit_directly(sio: Any) -> None:
    """Let the server send its events by `write`, too. It makes a task for each socket, and waits for all."""
    inner = sio.manager.emit

    async def emit(event: str, data: Any, namespace: str, *args: Any, **options: Any) -> None:
        to = options.get("to") or options.get("room")
        if args or options.get("skip_sid") or options.get("callback") or isinstance(data, tuple):
            await inner(event, data, namespace, *args, **options)
            return
        said = sio.packet_class.json.dumps([event] if data is None else [event, data], separators=(",", ":"))
        for _, link in sio.manager.get_participants(namespace, to):
            write(sio, link, f"{_EVENT}{namespace},{said}")

    sio.manager.emit = emit


def write_event(sio: Any, link: str, namespace: str, event: str, said: object) -> None:
    """Send an event as `write` does."""
    write(sio, link, f"{_EVENT}{namespace},{compact([event, said])}")
