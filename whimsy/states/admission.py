"""Before a search: may this visitor look for somebody now, among whom, and from when on?"""

from __future__ import annotations

from dataclasses import dataclass

from whimsy.engine import Engine
from whimsy.errors import SwitchedOff, TooFast
from whimsy.states.attachment import Attachment
from whimsy.storage.keys import VIDEO, Cell
from whimsy.visitors.proof import Signs

_NO_SEARCHES = "New chats are paused for a while. Come back later."
_NO_VIDEO = "Video is paused for a while. Text chats go on."


@dataclass(frozen=True, slots=True)
class Admission:
    """pool: only the same pool meets. wait: seconds until the search looks."""

    pool: str
    wait: float


async def admit(engine: Engine, me: Attachment, cell: Cell, *, skips: bool) -> Admission:
    """Let a visitor search in `cell`; skips: they leave a conversation for it.

    Raises TooFast, Sanctioned, SwitchedOff, NeedsProof, or Unavailable: what cannot be known is refused.
    """
    moderation = engine.moderation
    visitor = me.place.tab.visitor
    skipping = await engine.skips.of(visitor)
    skipping.check()
    crowded = await _pay(engine, me, skips=skips)
    standing = await moderation.sanctions.of(visitor, me.address)
    standing.check()
    board = await moderation.switches.board()
    if not board.searches:
        raise SwitchedOff(_NO_SEARCHES)
    if cell == VIDEO:
        await admit_video(engine)
    # Last, for it uses up what was worked for.
    await engine.proofs.demand(
        visitor, Signs(imposed=standing.proof, skipping=skipping.many, crowded=crowded)
    )
    return Admission(standing.pool, moderation.capacity.wait if cell == VIDEO else 0)


async def _pay(engine: Engine, me: Attachment, *, skips: bool) -> bool:
    """Spend from the budgets; whether the address has nothing left: many share it, so who comes may work."""
    kind = "skip" if skips else "search"
    await engine.budgets.spend(kind, me.place.tab.visitor, None)
    try:
        await engine.budgets.spend(kind, None, me.address)
    except TooFast:
        if not engine.settings.proof_cost:
            raise
        return True
    return False


async def admit_video(engine: Engine) -> None:
    """Let video begin; raises SwitchedOff while the desk, or the queue of severe reports, stops it."""
    board = await engine.moderation.switches.board()
    if not board.video or engine.moderation.capacity.video == "stopped":
        raise SwitchedOff(_NO_VIDEO)
