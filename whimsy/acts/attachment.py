"""A tab's connection to this process, with its view and its mailbox."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from whimsy.acts.view import View
from whimsy.calls.negotiation import Negotiation, Pace
from whimsy.engine import Engine
from whimsy.errors import Unavailable
from whimsy.events import Event
from whimsy.moderation.standing import Standing
from whimsy.rooms.room import IDLE, Place
from whimsy.storage.keys import Cell, RoomId
from whimsy.visitors.address import AddressKey


@dataclass(frozen=True, slots=True)
class Socket:
    """A page's socket. token, sid: Reflex's names for it; link: the websocket below both namespaces.

    address: the key of its address.
    """

    token: str
    sid: str
    link: str
    address: AddressKey


@dataclass(eq=False)
class Attachment:
    """A tab held by a socket of this process.

    cell: where the tab searches or talks (its lease is renewed there), None when idle.
    direct: the visitor chose that a partner in a call may learn their address.
    """

    socket: Socket
    place: Place
    view: View
    cell: Cell | None = None
    here: bool = False
    """Whether the store knows that it holds the tab. Until then the store would refuse its commands."""
    gone: bool = False
    mailbox: list[Event] = field(default_factory=list)
    emptying: bool = False
    """Whether a task brings the mailbox to the page."""
    searching: bool = False
    standing_by: bool = False
    """Whether a task waits until nothing bars the visitor."""
    looks_from: float = 0.0
    """From when on, by the monotonic clock, its search looks for somebody."""
    skipped: RoomId | None = None
    """The last conversation that was counted as skipped, so that a retry does not count again."""
    typed: int = 0
    direct: bool = False
    speaking: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while a message is posted, as messages, and a leave after them, keep their order."""
    pace: Pace = field(default_factory=Pace)
    negotiation: Negotiation | None = None
    suspicion: str | None = None
    """Where the last beat found the tab, if the view disagreed. Twice the same means a lost event."""

    @property
    def address(self) -> AddressKey:
        return self.socket.address

    @contextmanager
    def opened(self) -> Iterator[list[Event]]:
        """The content of the mailbox, which is put back if a store is away before it is shown."""
        pending, self.mailbox = self.mailbox, []
        try:
            yield pending
        except Unavailable:
            self.mailbox[:0] = pending
            raise

    async def look(self, engine: Engine) -> bool:
        """Show a new snapshot; returns False if the store lost what was shown. Raises Unavailable."""
        if not self.cell:
            return True
        snapshot = await engine.rooms.snapshot(self.place.tab, self.cell)
        if snapshot.phase == "idle":
            self.cell = None
        return self.view.show(snapshot)

    def go_idle(self) -> None:
        self.view.show(IDLE)
        self.cell = None

    async def standing(self, engine: Engine) -> Standing:
        return await engine.moderation.sanctions.of(self.place.tab.visitor, self.address)

    def negotiating(self, room: RoomId, call: int) -> Negotiation:
        """The negotiation of this call; a call with a new number has a new one."""
        if self.negotiation is None or (self.negotiation.room, self.negotiation.call) != (room, call):
            self.negotiation = Negotiation(room, call)
        return self.negotiation
