"""A search for a partner: begun, followed, given up."""

import asyncio
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from typing import Any

from whimsy import errors
from whimsy.acts.admission import admit
from whimsy.acts.attachment import Attachment
from whimsy.acts.leaving import count_skip
from whimsy.acts.office import Office
from whimsy.acts.question import screened
from whimsy.engine import Engine
from whimsy.events import Stale
from whimsy.lobby.invitations import Invitation
from whimsy.lobby.lobby import Lapsed, Matched, Waiting
from whimsy.lobby.ticket import Wishes
from whimsy.moderation.standing import Standing
from whimsy.storage.keys import QUESTION, Cell, RoomId


@dataclass(frozen=True, slots=True)
class Began:
    """It began. The view searches, or shows a conversation already."""


@dataclass(frozen=True, slots=True)
class AtDoor:
    """The visitor must agree to the rules first."""


@dataclass(frozen=True, slots=True)
class NotAdmitted:
    """It may not begin. task: a proof that the browser must do first; standing: what bars the visitor."""

    why: errors.Refused
    task: dict[str, Any] | None = None
    standing: Standing | None = None


async def search(
    office: Office,
    me: Attachment,
    cell: Cell,
    wishes: Wishes,
    leaving: RoomId | None,
    door_pass: str,
    invitation: Invitation | None = None,
) -> Began | AtDoor | NotAdmitted:
    """Search in `cell`. leaving: a room to leave for it; door_pass: as the browser kept it.

    invitation: to search for somebody whom the visitor knows, or met before, in its cell and without wishes.
    In the cell of questions interests do not count. The room is left even if the search may not begin.
    Raises BusyElsewhere, NotHolder or Unavailable.
    """
    engine = office.engine
    if leaving:
        await count_skip(engine, me, leaving)
        async with me.speaking:
            pass  # what was said before is posted first
    if invitation:
        cell, wishes = invitation.cell, Wishes()
    if not engine.door.passed(me.place.tab.visitor, door_pass):
        return AtDoor()
    try:
        admission = await admit(engine, me, cell, skips=leaving is not None)
        if invitation:
            await _use(engine, me, invitation)
        else:
            wishes = await _fitting(engine, me, cell, wishes)
    except errors.Refused as why:
        refused = await _refused(engine, me, why)
        if leaving:
            await engine.rooms.leave(me.place, leaving)
            await me.look(engine)
        return refused
    me.looks_from = time.monotonic() + admission.wait
    pool = invitation.pool(admission.pool) if invitation else admission.pool
    me.cell = cell  # from now on the beat renews the lease, even if the answer gets lost
    hold = office.draining or admission.wait > 0
    match await engine.lobby.enter(me.place, cell, wishes, leaving, hold=hold, address=me.address, pool=pool):
        case Matched():
            await me.look(engine)
        case Waiting() as waits:
            me.view.search(waits.ticket, waits.stage, waits.company)
    return Began()


async def follow(office: Office, me: Attachment) -> AsyncGenerator[None, None]:
    """Poll while the search lasts; yields whenever the view has changed.

    A poll renews the lease, widens the wishes, claims a partner, or finds a match whose event was lost.
    """
    if me.searching or me.cell is None:
        return
    me.searching = True
    try:
        while True:
            await asyncio.sleep(office.engine.settings.poll)
            if me.view.phase != "searching" or me.gone or me.cell is None:
                return
            holds = office.draining or time.monotonic() < me.looks_from
            waits = None if holds else await _poll(office, me, me.cell)
            if waits and me.view.wait(waits.stage, waits.company):
                yield
    finally:
        me.searching = False


async def cancel(engine: Engine, me: Attachment) -> None:
    """Stop searching; raises NotHolder or Unavailable."""
    if me.cell:
        await engine.lobby.cancel(me.place, me.cell)
    me.go_idle()


async def _fitting(engine: Engine, me: Attachment, cell: Cell, wishes: Wishes) -> Wishes:
    """The wishes that count in `cell`; raises BadText or Screened for a question."""
    if cell != QUESTION:
        return replace(wishes, question="")
    question = await screened(engine, me, wishes.question) if wishes.question else ""
    return replace(wishes, interests=(), question=question)


async def _use(engine: Engine, me: Attachment, invitation: Invitation) -> None:
    if invitation.reunion:
        await engine.reunions.use(invitation)
    else:
        await engine.invitations.use(invitation, me.place.tab.visitor)


async def _refused(engine: Engine, me: Attachment, why: errors.Refused) -> NotAdmitted:
    match why:
        case errors.NeedsProof():
            return NotAdmitted(why, task=await engine.proofs.challenge(me.place.tab.visitor, me.address))
        case errors.Sanctioned():
            return NotAdmitted(why, standing=await me.standing(engine))
    return NotAdmitted(why)


async def _poll(office: Office, me: Attachment, cell: Cell) -> Waiting | None:
    """Poll once; returns how the search goes on, None if it is over or the store is away."""
    try:
        match await office.engine.lobby.poll(me.place, cell, me.view.ticket):
            case Waiting() as waits:
                return waits
            case Lapsed("away"):
                pass  # the next beat attaches it again, if its socket is still here
            case Matched(room) if me.view.room != room:
                office.mailboxes.deliver(me, Stale())  # the event of the match was lost
            case Lapsed():
                office.mailboxes.deliver(me, Stale())
    except errors.Unavailable:
        pass  # it is polled again
    return None
