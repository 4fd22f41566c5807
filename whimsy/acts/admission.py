"""Whether a visitor may search now, among whom, and from when on."""

import time
from dataclasses import dataclass
from typing import Any

from whimsy.acts.attachment import Attachment
from whimsy.engine import Engine
from whimsy.errors import Closed, NeedsProof, SwitchedOff, TooFast
from whimsy.storage.keys import CALLS, Cell
from whimsy.visitors.address import AddressKey
from whimsy.visitors.budgets import BudgetKind
from whimsy.visitors.proof import BotSigns

_NO_SEARCHES = "New chats are paused for a while. Come back later."
_NO_CALLS = "Video and voice are paused for a while. Text chats go on."


@dataclass(frozen=True, slots=True)
class Admission:
    """pool: only people of one pool meet; wait: seconds until the search looks for somebody."""

    pool: str
    wait: float


async def admit(engine: Engine, me: Attachment, cell: Cell, *, skips: bool) -> Admission:
    """Let a visitor search in `cell`. skips: whether they leave a conversation for it.

    Raises TooFast, Sanctioned, Closed, SwitchedOff, NeedsProof, or Unavailable, as nobody is admitted
    unchecked.
    """
    moderation, visitor = engine.moderation, me.place.tab.visitor
    kind: BudgetKind = "skip" if skips else "search"
    await engine.budgets.spend(kind, visitor, None)
    standing = await me.standing(engine)
    standing.check()
    if not engine.hours.at(time.time())["open"]:
        raise Closed
    board = await moderation.switches.board()
    if not board.searches:
        raise SwitchedOff(_NO_SEARCHES)
    if cell in CALLS:
        await admit_call(engine)
    skipping = await engine.skips.of(visitor)
    skipping.check()
    spent = await crowded(engine, me.address, kind)
    signs = BotSigns(imposed=standing.proof, skipping=skipping.many, crowded=spent)
    await engine.proofs.demand(visitor, signs)
    return Admission(standing.pool, moderation.capacity.wait if cell in CALLS else 0)


async def crowded(engine: Engine, address: AddressKey, kind: BudgetKind) -> bool:
    """Whether an address has spent its budget. A school may share it, so it owes a proof, not a wait.

    Raises TooFast if proofs are switched off, or Unavailable.
    """
    try:
        await engine.budgets.spend(kind, None, address)
    except TooFast:
        if not engine.settings.proof_cost:
            raise
        return True
    return False


async def prove(engine: Engine, me: Attachment, payload: object) -> dict[str, Any]:
    """Take the browser's solution; returns {} if it counts, else another task. Raises Unavailable."""
    visitor = me.place.tab.visitor
    try:
        await engine.proofs.accept(visitor, payload, me.address)
    except NeedsProof:  # it took too long
        return await engine.proofs.challenge(visitor, me.address)
    return {}


async def admit_call(engine: Engine) -> None:
    """Let a call begin; raises SwitchedOff while the desk, or severe reports that wait, stop it."""
    board = await engine.moderation.switches.board()
    if not board.video or engine.moderation.capacity.video == "stopped":
        raise SwitchedOff(_NO_CALLS)
