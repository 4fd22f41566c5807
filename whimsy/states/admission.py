"""Before a search: may this visitor look for somebody now, among whom, and from when on?"""

from __future__ import annotations

from dataclasses import dataclass

from whimsy.engine import Engine
from whimsy.errors import SwitchedOff
from whimsy.states.attachment import Attachment
from whimsy.storage.keys import VIDEO, Cell

_NO_SEARCHES = "New chats are paused for a while. Come back later."
_NO_VIDEO = "Video is paused for a while. Text chats go on."


@dataclass(frozen=True, slots=True)
class Admission:
    """pool: only the same pool meets. wait: seconds until the search looks."""

    pool: str
    wait: float


async def admit(engine: Engine, me: Attachment, cell: Cell) -> Admission:
    """Let a visitor search in `cell`; raises Sanctioned, SwitchedOff, or Unavailable: then nobody may."""
    moderation = engine.moderation
    standing = await moderation.sanctions.of(me.place.tab.visitor, me.address)
    standing.check()
    board = await moderation.switches.board()
    if not board.searches:
        raise SwitchedOff(_NO_SEARCHES)
    if cell == VIDEO:
        await admit_video(engine)
    return Admission(standing.pool, moderation.capacity.wait if cell == VIDEO else 0)


async def admit_video(engine: Engine) -> None:
    """Let video begin; raises SwitchedOff while the desk, or the queue of severe reports, stops it."""
    board = await engine.moderation.switches.board()
    if not board.video or engine.moderation.capacity.video == "stopped":
        raise SwitchedOff(_NO_VIDEO)
