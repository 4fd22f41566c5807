"""A tab's connection to this process: its view, its mailbox, and who may act for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from whimsy.events import Event
from whimsy.rooms.room import Place
from whimsy.states.view import View
from whimsy.storage.keys import Cell


@dataclass(eq=False)
class Attachment:
    """One page's socket. token, sid: Reflex's names for it; link: the websocket beneath both namespaces.

    cell: where the tab searches or talks (its lease is renewed there), None when idle.
    """

    token: str
    sid: str
    link: str
    place: Place
    view: View
    cell: Cell | None = None
    gone: bool = False
    mailbox: list[Event] = field(default_factory=list)
    draining: bool = False
    searching: bool = False
    typed: int = 0
    suspicion: str | None = None
    """Where the last beat found the tab, when the view disagreed: twice the same is a lost event."""
