"""What stands against a visitor, and their word against it."""

from __future__ import annotations

from dataclasses import dataclass

from whimsy.engine import Engine
from whimsy.moderation.appeals import Imposed, parse_appeal
from whimsy.moderation.standing import Standing
from whimsy.visitors.address import AddressKey
from whimsy.visitors.identity import VisitorId


@dataclass(frozen=True, slots=True)
class Against:
    """The visitor's own sanctions, and what lies on their network. Never who reported, nor who decided."""

    imposed: list[Imposed]
    network: str


async def against(engine: Engine, visitor: VisitorId, address: AddressKey) -> Against:
    """All that stands against them now; raises Unavailable."""
    moderation = engine.moderation
    imposed = await moderation.appeals.imposed(visitor)
    standing: Standing = await moderation.sanctions.of(visitor, address)
    return Against(imposed, standing.sentence if standing.step and not standing.sanction else "")


async def appeal(engine: Engine, visitor: VisitorId, sanction: int, text: object) -> None:
    """Say once why a sanction is wrong; raises Malformed, BadText, Refused or Unavailable."""
    await engine.moderation.appeals.file(visitor, sanction, parse_appeal(text))
