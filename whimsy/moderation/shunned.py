"""Visitors whose calls others end within seconds, again and again, which is a sign that something is wrong.

Rooms are counted, so that neither one partner who hangs up often nor an event that came twice counts twice.
"""

from collections.abc import Iterable

from whimsy.events import Entry, Seat
from whimsy.moderation.observations import Observations
from whimsy.settings import Settings
from whimsy.storage.keys import RoomId, shunned_key
from whimsy.storage.redis import Store

ENDS_OF_CALLS = ("video_stopped", "left")
_WEIGHT = 0.5
"""Half of what brings a mild step, so that it takes another sign, or a moderator."""


def cut_short(log: Iterable[Entry], seat: Seat) -> float | None:
    """Seconds that the last call of a room had lasted when the other side ended it; None if they did not.

    log: the room's lines; seat: ours. To stop video and to leave both end a call.
    """
    began = lasted = None
    for entry in log:
        if entry.code == "video_on":
            began, lasted = entry.at, None
        elif began is not None and entry.code in ENDS_OF_CALLS:
            lasted = (entry.at - began) / 1000 if entry.seat not in ("", seat) else None
            began = None
    return lasted


class Shunned:
    """Counts short calls. Settings: `short_call`, `short_calls`, `short_calls_window`."""

    def __init__(self, store: Store, observations: Observations, settings: Settings) -> None:
        self._store = store
        self._observations = observations
        self._short = settings.short_call
        self._many = settings.short_calls
        self._window_ms = int(settings.short_calls_window * 1000)

    async def ended(self, visitor: str, address: str, room: RoomId, lasted: float | None) -> bool:
        """Count a call that the other side ended after `lasted` seconds (None: they did not end it).

        Returns whether that was noted for moderation; raises Unavailable.
        """
        if lasted is None or lasted >= self._short:
            return False
        keys, limits = [shunned_key(visitor)], (self._window_ms, self._many)
        rooms = await self._store.run("moderation/shunned.lua", keys, *limits, room)
        if int(rooms) < self._many:
            return False
        return await self._observations.note(visitor, address, "short_calls", _WEIGHT)
