"""A page comes and goes: who it is, which tab it holds, and how long its place is kept."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field

from whimsy.acts.admission import crowded
from whimsy.acts.attachment import Attachment, Socket
from whimsy.acts.office import Office
from whimsy.errors import Unavailable
from whimsy.events import Stale
from whimsy.moderation.standing import Standing
from whimsy.rooms.room import IDLE, Snapshot
from whimsy.visitors.identity import Identity, Tab

log = logging.getLogger(__name__)

_FORGET_AFTER = 2.0


@dataclass(frozen=True, slots=True)
class Known:
    """Whose page it is. token, secret: for its browser to keep; new: whether it kept nothing of ours."""

    tab: Tab
    token: str = field(repr=False)
    secret: str = field(repr=False)
    new: bool


def recognise(identity: Identity, token: object, secret: object) -> Known:
    """Read what the browser kept. Whatever is not ours is replaced."""
    new = identity.known(token) is None
    visitor, token = identity.visitor(token)
    tab, secret = identity.tab(secret, visitor)
    return Known(tab, token, secret, new)


async def arrive(
    office: Office, known: Known, socket: Socket, *, direct: bool
) -> tuple[Attachment, Standing | None]:
    """Hold the tab with this socket, and see where it is and what its visitor's standing is.

    direct: as in `Attachment`. The standing is None if it cannot be known: a chat must not wait for it, and a
    search asks again. Raises TooFast or Unavailable.
    """
    if known.new and await crowded(office.engine, socket.address, "visitor"):
        await office.engine.proofs.want(known.tab.visitor)
    me = await attach(office, known.tab, socket)
    me.direct = direct
    with suppress(Unavailable):
        return me, await me.standing(office.engine)
    return me, None


async def attach(office: Office, tab: Tab, socket: Socket) -> Attachment:
    """Hold `tab` with this socket, and see where it is; raises Unavailable."""
    settings, me = office.engine.settings, office.attachments.of(socket.token, socket.sid)
    if me is None or me.place.tab != tab or me.view.phase == "elsewhere":
        me = office.attachments.add(socket, tab, office.engine.bus.inbox, settings.history)
    me.view.show(await _come_back(office, me))
    me.here = True
    if me.gone:  # its socket closed meanwhile, so nobody would renew the lease
        await _part(office, me, settings.grace_lost)
    return me


async def bring_back(office: Office, me: Attachment) -> None:
    """Attach a tab again that the store took for away though its socket is here; raises Unavailable."""
    if me.cell:
        # The view learns from a new snapshot where the tab is.
        await office.engine.rooms.attach(me.place, me.cell)
        office.mailboxes.deliver(me, Stale())


async def depart(office: Office, link: str, *, goodbye: bool) -> None:
    """Give up the tab on `link`, which is gone. goodbye: the page said so (it was closed or refreshed)."""
    me = office.attachments.on_link(link)
    if me is None:
        return
    office.attachments.drop(me)
    asyncio.get_running_loop().call_later(_FORGET_AFTER, office.browsers.forget, me.socket.token)
    if office.draining and not goodbye and me.view.phase == "chatting":
        # It is on its way to another process. Its lease goes on, so that the partner sees nothing.
        return
    settings, visitor = office.engine.settings, me.place.tab.visitor
    try:
        await _part(office, me, settings.grace_closed if goodbye else settings.grace_lost)
        if visitor not in office.attachments.visitors():
            await office.engine.headcount.fade(visitor)
    except Unavailable:
        log.warning("a tab left while redis was away; its lease will run out")


async def _come_back(office: Office, me: Attachment) -> Snapshot:
    cell = await office.engine.lobby.where(me.place.tab) or me.cell
    snapshot = await office.engine.rooms.attach(me.place, cell) if cell else IDLE
    me.cell = cell if snapshot.phase != "idle" else None
    return snapshot


async def _part(office: Office, me: Attachment, grace: float) -> None:
    if me.cell:
        await office.engine.rooms.part(me.place, me.cell, grace)
