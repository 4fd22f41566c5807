"""A visitor would like to meet the other side of a conversation again."""

from whimsy.acts.attachment import Attachment
from whimsy.engine import Engine
from whimsy.storage.keys import RoomId


async def wish(engine: Engine, me: Attachment, room: RoomId) -> None:
    """Wish to meet the other side of `room` again. It costs as much as a message.

    Raises TooFast, NotInRoom, NotHolder or Unavailable.
    """
    await engine.budgets.spend("message", me.place.tab.visitor, None)
    await engine.reunions.wish(me.place, room)
    await me.look(engine)
