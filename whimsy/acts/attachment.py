"""A tab's connection to this process: its view, its mailbox, and who may act for it."""

from __future__ import annotations

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
    """One page's socket. token, sid: Reflex's names for it; link: the websocket beneath both namespaces.

    address: the keyed hash of where it comes from, never the address itself.
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
    gone: bool = False
    mailbox: list[Event] = field(default_factory=list)
    emptying: bool = False
    """What is in the mailbox is on its way to the page."""
    searching: bool = False
    standing_by: bool = False
    """What bars its visitor is looked at again and again."""
    looks_from: float = 0.0
    """The monotonic moment from which its search looks for somebody."""
    skipped: RoomId | None = None
    """The conversation last counted as skipped: once, however often it is tried."""
    typed: int = 0
    direct: bool = False
    pace: Pace = field(default_factory=Pace)
    negotiation: Negotiation | None = None
    suspicion: str | None = None
    """Where the last beat found the tab, when the view disagreed: twice the same is a lost event."""

    @property
    def address(self) -> AddressKey:
        """The key of where it comes from."""
        return self.socket.address

    @contextmanager
    def opened(self) -> Iterator[list[Event]]:
        """What the mailbox holds; it holds it again if a store was away before it could be shown."""
        pending, self.mailbox = self.mailbox, []
        try:
            yield pending
        except Unavailable:
            self.mailbox[:0] = pending
            raise

    async def look(self, engine: Engine) -> bool:
        """Show in the view what the store says; False when it lost what was shown. Raises Unavailable."""
        if not self.cell:
            return True
        snapshot = await engine.rooms.snapshot(self.place.tab, self.cell)
        if snapshot.phase == "idle":
            self.cell = None
        return self.view.show(snapshot)

    def go_idle(self) -> None:
        """The tab is back at the start."""
        self.view.show(IDLE)
        self.cell = None

    async def standing(self, engine: Engine) -> Standing:
        """What was imposed on the visitor or their address; raises Unavailable."""
        return await engine.moderation.sanctions.of(self.place.tab.visitor, self.address)

    def negotiating(self, room: RoomId, call: int) -> Negotiation:
        """What may be said next about this call; a call with a new number starts over."""
        if self.negotiation is None or (self.negotiation.room, self.negotiation.call) != (room, call):
            self.negotiation = Negotiation(room, call)
        return self.negotiation
