"""A message on its way: past the screens into the room, with a word of care to its reader if need be."""

from __future__ import annotations

import asyncio

from whimsy.acts.attachment import Attachment
from whimsy.engine import Engine
from whimsy.errors import Screened
from whimsy.moderation.screens.said import Said
from whimsy.rooms.text import parse_text
from whimsy.storage.keys import RoomId


async def say(engine: Engine, me: Attachment, room: RoomId, nonce: str, raw: object) -> None:
    """Say what a browser sent. A retry with the same nonce has one effect.

    Raises TooFast, BadText, Screened, NotInRoom, RoomClosed, NotHolder, or Unavailable.
    """
    moderation, visitor = engine.moderation, me.place.tab.visitor
    said = await _in_context(engine, me, room, parse_text(raw, engine.settings))
    # Side by side: what a refused message adds to a count of floods does no harm. What an address may
    # send is bounded by the gate, before anything is parsed.
    _, verdict = await asyncio.gather(
        engine.budgets.spend("message", visitor, None), moderation.screens.judge(said)
    )
    for kind, weight in verdict.observed.items():
        await moderation.observations.note(visitor, me.address, kind, weight)
    if verdict.proof:
        await engine.proofs.want(visitor)
    if refused := verdict.refusal:
        raise Screened(refused.sentence)
    await engine.rooms.post(me.place, room, nonce, verdict.text)
    for nudge in verdict.nudges:
        await engine.rooms.nudge(me.place, room, nudge)


async def _in_context(engine: Engine, me: Attachment, room: RoomId, text: str) -> Said:
    view = me.view
    entries = [entry for entry in view.log if entry.kind == "text"] if view.room == room else []
    opened_ms = view.log[0].at if view.log and view.room == room else engine.store.now() * 1000
    mine = sum(entry.seat == view.seat for entry in entries)
    return Said(
        text,
        me.place.tab.visitor,
        room,
        age_ms=int(engine.store.now() * 1000 - opened_ms),
        mine=mine,
        theirs=len(entries) - mine,
        address=me.address,
        links=(await engine.moderation.switches.board()).links,
    )
