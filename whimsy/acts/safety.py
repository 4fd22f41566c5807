"""Block and report the other side of a room that is open or was lately closed, or who asked its question."""

from contextlib import suppress
from enum import Enum, auto

from whimsy.acts.attachment import Attachment
from whimsy.engine import Engine
from whimsy.errors import NotInRoom, Unavailable
from whimsy.moderation.report import Whom, parse_reason, parse_whom
from whimsy.moderation.reports import parse_words
from whimsy.storage.keys import RoomId


class Outcome(Enum):
    """What came of it. After all but TOO_LATE the two never meet again."""

    BLOCKED = auto()
    REPORTED = auto()
    REPORTED_BEFORE = auto()
    TOO_LATE = auto()


async def block(engine: Engine, me: Attachment, room: RoomId) -> Outcome:
    """Block the other side of `room`, and leave it if it is open; raises NotHolder or Unavailable."""
    return await _settled(engine, me, room, "partner", Outcome.BLOCKED)


async def report(
    engine: Engine, me: Attachment, room: RoomId, reason: object, words: object, whom: object = None
) -> Outcome:
    """Report somebody of `room`, and block them. reason, words, whom: as the browser sent them.

    Malformed ones cost as much. Raises TooFast, Malformed, BadText, ReportsFull, NotHolder or Unavailable.
    """
    await engine.budgets.spend("report", me.place.tab.visitor, me.address)
    read, aimed = (parse_reason(reason), parse_words(words)), parse_whom(whom)
    try:
        new = await engine.moderation.reports.file(me.place, room, *read, aimed)
    except NotInRoom:
        new = False  # the block will be refused as well
    return await _settled(engine, me, room, aimed, Outcome.REPORTED if new else Outcome.REPORTED_BEFORE)


async def _settled(engine: Engine, me: Attachment, room: RoomId, whom: Whom, outcome: Outcome) -> Outcome:
    try:
        await engine.moderation.blocks.block(me.place, room, whom)
    except NotInRoom:
        outcome = Outcome.TOO_LATE
    if me.view.room == room:
        with suppress(Unavailable):  # it is done, and the view hears of it by an event as well
            await me.look(engine)
    return outcome
