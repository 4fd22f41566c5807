"""A message goes past the screens into its room, perhaps with a nudge for its reader."""

from whimsy.acts.attachment import Attachment
from whimsy.acts.office import Office
from whimsy.engine import Engine
from whimsy.errors import Screened, Unavailable
from whimsy.events import Appended, Entry
from whimsy.moderation.screens.finding import Verdict
from whimsy.moderation.screens.said import Said
from whimsy.rooms.room import Posted
from whimsy.rooms.text import parse_text
from whimsy.rooms.toll import Toll
from whimsy.storage.keys import RoomId


async def say(office: Office, me: Attachment, room: RoomId, nonce: str, raw: object, to: int = 0) -> Entry:
    """Post what a browser sent; returns the line. to: the message that it answers, 0 for none.

    A retry with the same nonce returns the line of the first time. Raises TooFast, BadText, Screened,
    NotInRoom, RoomClosed, NotHolder, or Unavailable.
    """
    async with me.speaking:
        return await _say(office, me, room, nonce, raw, to)


async def _say(office: Office, me: Attachment, room: RoomId, nonce: str, raw: object, to: int) -> Entry:
    engine, visitor = office.engine, me.place.tab.visitor
    screens = engine.moderation.screens
    said = await in_context(engine, me, room, parse_text(raw, engine.settings))
    verdict = await screens.look(said)
    things = screens.counted(said, verdict)
    # What an address may send is limited at the gate.
    toll = Toll(engine.budgets.of("message", visitor), things.counted, things.window_ms)
    if verdict.refusal:
        posted = Posted(counts=await engine.rooms.pay(room, toll))
    else:
        posted = await _post(office, me, room, nonce, verdict.text, to, toll)
    verdict = screens.weigh(verdict, things, posted.counts)
    await heed(engine, me, verdict)
    for nudge in verdict.nudges:
        await engine.rooms.nudge(me.place, room, nudge)
    assert posted.entry  # without one it was refused
    return posted.entry


async def _post(
    office: Office, me: Attachment, room: RoomId, nonce: str, text: str, to: int, toll: Toll
) -> Posted:
    """Post it, and show it to those of the two whose tabs this process holds."""
    engine = office.engine
    try:
        posted = await engine.rooms.post(me.place, room, nonce, text, toll, engine.bus.inbox, to)
    except Unavailable:
        office.mailboxes.doubt(room)  # it may have been posted all the same
        raise
    if posted.entry:
        for holder in (posted.partner, me.place.holder):
            office.mailboxes.hear("", holder, Appended(room, posted.entry))
    return posted


async def heed(engine: Engine, me: Attachment, verdict: Verdict) -> None:
    """Let moderation know what the screens noticed; raises Screened if they refuse it."""
    visitor = me.place.tab.visitor
    for kind, weight in verdict.observed.items():
        await engine.moderation.observations.note(visitor, me.address, kind, weight)
    if verdict.proof:
        await engine.proofs.want(visitor)
    if refused := verdict.refusal:
        raise Screened(refused.sentence)


async def in_context(engine: Engine, me: Attachment, room: RoomId, text: str) -> Said:
    """What the screens look at: a parsed text that the visitor is about to post in `room`."""
    view, now_ms = me.view, engine.store.now() * 1000
    here = view.room == room
    return Said(
        text,
        me.place.tab.visitor,
        room,
        age_ms=int(now_ms - view.opened_ms) if here else 0,
        mine=view.mine if here else 0,
        theirs=view.theirs if here else 0,
        address=me.address,
        links=(await engine.moderation.switches.board()).links,
    )
