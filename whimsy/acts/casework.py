"""A moderator works through the cases: decides the open one, and gets the next.

who: the moderator, from `Desk.who`; target: the visitor whose file is open. SQLAlchemy's errors may be
raised.
"""

from collections.abc import Awaitable, Iterable
from dataclasses import dataclass

from whimsy.errors import CaseChanged
from whimsy.moderation.moderation import Moderation
from whimsy.moderation.queue import Case, File


@dataclass(frozen=True, slots=True)
class Laid:
    """The queue, and the open file, if any.

    changed: whether nothing was decided, as somebody else was first or something new came in.
    """

    cases: list[Case]
    file: File | None
    changed: bool = False


async def skip(moderation: Moderation, who: str, target: str) -> Laid:
    """Leave a case for later, and open the one after it."""
    cases = await moderation.queue.open()
    targets = [case.target for case in cases]
    at = targets.index(target) + 1 if target in targets else 0
    return await _lay(moderation, who, cases, targets[at % len(targets)] if targets else "")


async def decide(
    moderation: Moderation, who: str, target: str, decision: Awaitable[object], *, stay: bool = False
) -> Laid:
    """Carry out a decision of `Decisions`, then open the gravest case, or the same one again to `stay`."""
    changed = False
    try:
        await decision
    except CaseChanged:
        changed = stay = True
    cases = await moderation.queue.open()
    return await _lay(moderation, who, cases, target if stay else cases[0].target if cases else "", changed)


async def hold(moderation: Moderation, who: str, reports: Iterable[str], why: str) -> int:
    """Keep the evidence of these reports beyond its term; returns how many still have any."""
    held = 0
    for report in reports:
        try:
            await moderation.decisions.hold(who, report, why)
            held += 1
        except CaseChanged:
            pass  # it has no evidence any more
    return held


async def _lay(
    moderation: Moderation, who: str, cases: list[Case], target: str, changed: bool = False
) -> Laid:
    file = await moderation.queue.look(who, target) if target else None
    return Laid(cases, file, changed)
