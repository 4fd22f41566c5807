"""What was imposed on a visitor, their appeal, and the answer."""

from whimsy.engine import Engine
from whimsy.errors import CaseChanged
from whimsy.moderation.appeals import Appeal, Imposed, parse_appeal
from whimsy.moderation.moderation import Moderation
from whimsy.moderation.sanction import Sanction
from whimsy.visitors.address import AddressKey
from whimsy.visitors.identity import VisitorId


async def against(engine: Engine, visitor: VisitorId, address: AddressKey) -> tuple[list[Imposed], str]:
    """The visitor's sanctions, and a sentence if only their address is sanctioned; raises Unavailable.

    Neither tells who reported them, nor who decided.
    """
    imposed = await engine.moderation.appeals.imposed(visitor)
    standing = await engine.moderation.sanctions.of(visitor, address)
    return imposed, standing.sentence if standing.step and not standing.sanction else ""


async def appeal(engine: Engine, visitor: VisitorId, sanction: int, text: object) -> None:
    """File the one appeal against a sanction; raises Malformed, BadText, Refused or Unavailable."""
    await engine.moderation.appeals.file(visitor, sanction, parse_appeal(text))


async def answer(
    moderation: Moderation, who: str, appeal: int, why: str, *, grant: bool
) -> tuple[bool, list[tuple[Appeal, Sanction | None]]]:
    """Answer an appeal as the moderator `who`; returns False if somebody had before, and what waits."""
    try:
        await moderation.decisions.answer(who, appeal, why, grant=grant)
        done = True
    except CaseChanged:
        done = False
    return done, await moderation.appeals.waiting()
