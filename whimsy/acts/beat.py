"""The heartbeat of a process: it renews the leases of its tabs, counts visitors, notices lost events."""

import asyncio
import itertools
from collections import defaultdict

from whimsy.acts.arrival import bring_back, depart
from whimsy.acts.attachment import Attachment
from whimsy.acts.office import Office
from whimsy.events import Displaced, Stale
from whimsy.presence.leases import Whereabouts
from whimsy.storage.keys import CELLS, Cell
from whimsy.visitors.active_tab import ActiveTab
from whimsy.visitors.identity import TabId

_TOUCH_EVERY = 12
"""Every twelfth beat renews TTLs, which are an hour."""

_SETTLE = 0.5
"""Seconds that the event loop gets to notice which sockets were closed."""


class Beat:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._count = itertools.count()

    async def beat(self) -> None:
        """Renew the leases, and compare views with what the store says; raises Unavailable."""
        touch = next(self._count) % _TOUCH_EVERY == 0
        engine = self._office.engine
        by_cell: dict[Cell, dict[TabId, Attachment]] = defaultdict(dict)
        for attachment in self._office.attachments.all():
            if not self._is_connected(attachment):
                # A page that never opened the wire was closed, or nothing was heard of its close.
                await depart(self._office, attachment.socket.link, goodbye=False)
            elif attachment.cell:
                by_cell[attachment.cell][attachment.place.tab.id] = attachment
        lapsed: list[Attachment] = []
        for cell, here in by_cell.items():
            holders = {tab: attachment.place.holder for tab, attachment in here.items()}
            for tab, where in (await engine.leases.renew(cell, holders, touch)).items():
                if self._reconcile(here[tab], where) == "away":
                    lapsed.append(here[tab])
        await self._bring_back(lapsed)
        if touch:
            tabs = [(one.place.tab, cell) for cell, here in by_cell.items() for one in here.values()]
            await engine.active_tabs.keep({tab.person: ActiveTab(tab.id, cell) for tab, cell in tabs})

    async def count(self) -> None:
        """Count our visitors as here, and show how many are here in all; raises Unavailable."""
        visitors = self._office.attachments.visitors()
        await self._office.show_online(await self._office.engine.headcount.vouch(visitors))

    async def tell_prospects(self) -> None:
        """Show what whoever waits may expect; raises Unavailable."""
        lobby = self._office.engine.lobby
        await self._office.show_prospects({cell: await lobby.prospect(cell) for cell in CELLS})

    async def _bring_back(self, lapsed: list[Attachment]) -> None:
        """Attach these again, which the store took for away, unless their sockets turn out to be closed."""
        if lapsed:
            await asyncio.sleep(_SETTLE)
        for attachment in lapsed:
            if not attachment.gone and self._is_connected(attachment):
                await bring_back(self._office, attachment)

    def _is_connected(self, attachment: Attachment) -> bool:
        return self._office.browsers.has(attachment.socket.token, attachment.socket.sid)

    def _reconcile(self, attachment: Attachment, where: Whereabouts) -> str:
        """Compare what the store says of a tab with what is shown; returns how its lease is."""
        view, deliver = attachment.view, self._office.mailboxes.deliver
        if where.at and not view.epoch:
            view.epoch = where.epoch  # taken only from a store that knows the tab
        if where.epoch != view.epoch:
            attachment.suspicion = None
            deliver(attachment, Stale())  # the store lost everything
        elif where.lease == "displaced":
            deliver(attachment, Displaced())
        elif where.lease == "away" or where.at == view.whereabouts or attachment.mailbox:
            attachment.suspicion = None
        elif attachment.suspicion == where.at:
            # No event is on its way, since the last beat found the same: it was lost.
            attachment.suspicion = None
            deliver(attachment, Stale())
        else:
            attachment.suspicion = where.at
        return where.lease
