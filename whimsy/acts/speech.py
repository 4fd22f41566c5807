"""A message goes past the screens into its room, perhaps with a nudge for its reader."""

import asyncio

from whimsy.acts.attachment import Attachment
from whimsy.engine import Engine
from whimsy.errors import Screened
from whimsy.moderation.screens.said import Said
from whimsy.rooms.text import parse_text
from whimsy.storage.keys import RoomId


async def say(engine: Engine, me: Attachment, room: RoomId, nonce: str, raw: object) -> None:
    """Post what a browser sent. A retry with the same nonce has one effect.

    Raises TooFast, BadText, Screened, NotInRoom, RoomClosed, NotHolder, or Unavailable.
    """
    moderation, visitor = engine.moderation, me.place.tab.visitor
    said = await _in_context(engine, me, room, parse_text(raw, engine.settings))
    # At the same time, as it does no harm if a message without budget counts for a flood. What an address
    # may send is limited at the gate.
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
