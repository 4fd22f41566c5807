"""Calls in a conversation, by video or, in their own cell, by voice: offered, accepted, declined, stopped."""

from whimsy.acts.admission import admit_call
from whimsy.acts.attachment import Attachment
from whimsy.engine import Engine
from whimsy.errors import Malformed
from whimsy.rooms.room import CallAct, Why
from whimsy.storage.keys import RoomId

BEGIN = ("offer", "accept")
"""The acts that a switch of the desk can forbid."""
_WHYS: tuple[Why, ...] = ("", "never", "unable")


def parse(call: object, why: object) -> tuple[int, Why]:
    """Read the number of a call, and why it is declined, for `Rooms.video`; raises Malformed."""
    if type(call) is int and 0 <= call < 2**31 and why in _WHYS:
        return call, why
    raise Malformed


async def video(
    engine: Engine, me: Attachment, room: RoomId, act: CallAct, call: int = 0, why: Why = ""
) -> None:
    """Act on the call of `room`.

    Raises SwitchedOff, NotInRoom, RoomClosed, Watched, VideoRests, NotHolder or Unavailable.
    """
    if act in BEGIN:
        await admit_call(engine)
    await engine.rooms.video(me.place, room, act, call, why)
