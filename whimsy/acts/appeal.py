"""What stands against a visitor, their word against it, and the answer."""

from __future__ import annotations

from whimsy.engine import Engine
from whimsy.errors import CaseChanged
from whimsy.moderation.appeals import Appeal, Imposed, parse_appeal
from whimsy.moderation.moderation import Moderation
from whimsy.moderation.sanction import Sanction
from whimsy.visitors.address import AddressKey
from whimsy.visitors.identity import VisitorId


async def against(engine: Engine, visitor: VisitorId, address: AddressKey) -> tuple[list[Imposed], str]:
    """The visitor's own sanctions, and in a sentence what lies on their network; raises Unavailable.

    Never who reported them, nor who decided.
    """
    imposed = await engine.moderation.appeals.imposed(visitor)
    standing = await engine.moderation.sanctions.of(visitor, address)
    return imposed, standing.sentence if standing.step and not standing.sanction else ""


async def appeal(engine: Engine, visitor: VisitorId, sanction: int, text: object) -> None:
    """Say once why a sanction is wrong; raises Malformed, BadText, Refused or Unavailable."""
    await engine.moderation.appeals.file(visitor, sanction, parse_appeal(text))


async def answer(
    moderation: Moderation, who: str, appeal: int, why: str, *, grant: bool
) -> tuple[bool, list[tuple[Appeal, Sanction | None]]]:
    """The moderator `who` answers an appeal; returns False if somebody had before, and what waits still."""
    try:
        await moderation.decisions.answer(who, appeal, why, grant=grant)
        done = True
    except CaseChanged:
        done = False
    return done, await moderation.appeals.waiting()
