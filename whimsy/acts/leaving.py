"""A visitor leaves a conversation, or the end of one."""

from whimsy.acts.attachment import Attachment
from whimsy.engine import Engine
from whimsy.storage.keys import RoomId


async def leave(engine: Engine, me: Attachment, room: RoomId) -> None:
    """Leave `room`, if the tab is still in it; raises NotHolder or Unavailable."""
    await count_skip(engine, me, room)  # while the view still shows it
    async with me.speaking:
        await engine.rooms.leave(me.place, room)
    await me.look(engine)


async def go_home(engine: Engine, me: Attachment, room: RoomId) -> None:
    """Go back to the start from an ended conversation; raises NotHolder or Unavailable."""
    await engine.rooms.leave(me.place, room, forget=True)
    me.go_idle()


async def count_skip(engine: Engine, me: Attachment, room: RoomId) -> None:
    """Count how long `room` lasted that the visitor leaves now; raises Unavailable.

    Whoever only watched leaves nobody alone.
    """
    if me.view.watches:
        return
    if me.view.phase == "chatting" and me.view.room == room != me.skipped:
        me.skipped = room
        await engine.skips.left(me.place.tab.visitor, me.view.lasted(engine.store.now()))
