"""A message, or a caption of a call, goes past the screens, perhaps with a nudge for its reader."""

from whimsy.acts.attachment import Attachment
from whimsy.acts.office import Office
from whimsy.calls.negotiation import OutOfStep
from whimsy.engine import Engine
from whimsy.errors import Screened, Unavailable
from whimsy.events import Appended, Entry
from whimsy.moderation.screens.finding import Verdict
from whimsy.moderation.screens.flood import Things
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
    engine = office.engine
    screens = engine.moderation.screens
    said = await in_context(engine, me, room, parse_text(raw, engine.settings))
    verdict = await screens.look(said)
    things = screens.counted(said, verdict)
    toll = _toll(engine, me, things)
    if verdict.refusal:
        posted = Posted(counts=await engine.rooms.pay(room, toll))
    else:
        posted = await _post(office, me, room, nonce, verdict.text, to, toll)
    verdict = screens.weigh(verdict, things, posted.counts)
    await heed(engine, me, verdict)
    await _nudge(engine, me, room, verdict)
    assert posted.entry  # without one it was refused
    return posted.entry


async def caption(office: Office, me: Attachment, room: RoomId, raw: object) -> None:
    """Show the partner what the caller says aloud in a call, as their own browser wrote it down.

    It passes the screens and costs as much as a message, and is never kept. Raises OutOfStep without a call,
    and what `say` raises.
    """
    async with me.speaking:
        engine = office.engine
        text = parse_text(raw, engine.settings)
        if me.view.video != "on" or me.view.room != room:
            raise OutOfStep
        screens = engine.moderation.screens
        said = await in_context(engine, me, room, text)
        verdict = await screens.look(said)
        things = screens.counted(said, verdict)
        counts = await engine.rooms.pay(room, _toll(engine, me, things))
        verdict = screens.weigh(verdict, things, counts)
        await heed(engine, me, verdict)
        await engine.rooms.caption(me.place, room, verdict.text)
        await _nudge(engine, me, room, verdict)


async def _nudge(engine: Engine, me: Attachment, room: RoomId, verdict: Verdict) -> None:
    for nudge in verdict.nudges:
        await engine.rooms.nudge(me.place, room, nudge)


def _toll(engine: Engine, me: Attachment, things: Things) -> Toll:
    # What an address may send is limited at the gate.
    budget = engine.budgets.of("message", me.place.tab.visitor)
    return Toll(budget, things.counted, things.window_ms)


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
