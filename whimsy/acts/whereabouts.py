"""Where a tab is, and how its visitor stands: looked up anew."""

from __future__ import annotations

from whimsy.acts.attachment import Attachment
from whimsy.engine import Engine
from whimsy.moderation.standing import Standing
from whimsy.rooms.room import IDLE


async def look(engine: Engine, me: Attachment) -> bool:
    """Show in the view what the store says; False when it lost what was shown. Raises Unavailable."""
    if not me.cell:
        return True
    snapshot = await engine.rooms.snapshot(me.place.tab, me.cell)
    if snapshot.phase == "idle":
        me.cell = None
    return me.view.show(snapshot)


def go_idle(me: Attachment) -> None:
    """The tab is back at the start."""
    me.view.show(IDLE)
    me.cell = None


async def standing_of(engine: Engine, me: Attachment) -> Standing:
    """What was imposed on the visitor or their address; raises Unavailable."""
    return await engine.moderation.sanctions.of(me.place.tab.visitor, me.address)
