"""What a beat makes of what the store says about a tab."""

from __future__ import annotations

from types import SimpleNamespace

from whimsy.acts.attachment import Attachment, Socket
from whimsy.acts.beat import Beat
from whimsy.acts.view import View
from whimsy.events import Entry, Paired, Stale
from whimsy.presence.leases import Whereabouts
from whimsy.rooms.room import Place, Snapshot
from whimsy.visitors.address import AddressKey
from whimsy.visitors.identity import Tab, TabId, VisitorId


def just_paired() -> Attachment:
    """A tab whose chat is younger than a beat: no snapshot has told it the epoch yet."""
    view = View(10)
    view.search("ticket", 0)
    view.apply(Paired("text-room", "ticket", "a", Entry(1, "system", "", 5, code="connected")))
    socket = Socket("token", "sid", "link", AddressKey(""))
    return Attachment(socket, Place(Tab(TabId("t"), VisitorId("v"), "v"), "here/1"), view)


def test_a_chat_younger_than_a_beat_is_told_of_a_store_that_lost_it():
    """Fails when a beat learns the epoch from a store that does not know the tab: the chat just vanishes."""
    tab, told = just_paired(), []
    beat = Beat(SimpleNamespace(mailboxes=SimpleNamespace(deliver=lambda _, event: told.append(event))))
    beat._reconcile(tab, Whereabouts("held", "", "2"))
    assert told == [Stale()]
    assert tab.view.show(Snapshot("idle", epoch="2")) is False
    assert [entry.code for entry in tab.view.log] == ["connected", "lost"]


def test_a_beat_learns_the_epoch_from_the_store_that_has_the_chat():
    """Fails when a beat never learns it: every beat would make the page look again."""
    tab, told = just_paired(), []
    beat = Beat(SimpleNamespace(mailboxes=SimpleNamespace(deliver=lambda _, event: told.append(event))))
    beat._reconcile(tab, Whereabouts("held", "text-room 1", "1"))
    assert (told, tab.view.epoch) == ([], "1")
