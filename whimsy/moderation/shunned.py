"""Visitors whose calls others end within seconds, again and again: that alone says something is wrong.

What is counted is rooms, so that one person who rings off often, or news told twice, never counts twice.
No picture is looked at here.
"""

from __future__ import annotations

from collections.abc import Iterable

from whimsy.events import Entry, Seat
from whimsy.moderation.observations import Observations
from whimsy.settings import Settings
from whimsy.storage.keys import RoomId, shunned_key
from whimsy.storage.redis import Store

ENDS_OF_CALLS = ("video_stopped", "left")
_WEIGHT = 0.5
"""Half of what brings a mild step: it takes another sign, or a person."""


def cut_short(log: Iterable[Entry], seat: Seat) -> float | None:
    """The seconds the last call in a room had lasted when the other side ended it; None if they did not.

    log: the room's lines; seat: ours. To stop video and to leave are both an end.
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
    """Counts calls that the other side ended at once. Settings: `short_call(s)` and their window."""

    def __init__(self, store: Store, observations: Observations, settings: Settings) -> None:
        self._store = store
        self._observations = observations
        self._short = settings.short_call
        self._many = settings.short_calls
        self._window_ms = int(settings.short_calls_window * 1000)

    async def ended(self, visitor: str, address: str, room: RoomId, lasted: float | None) -> bool:
        """A call of this visitor was ended by the other side after `lasted` seconds (None: it was not).

        Returns whether it was noted for moderation; raises Unavailable.
        """
        if lasted is None or lasted >= self._short:
            return False
        [rooms] = await self._store.run(
            "moderation/screens/flood.lua", [shunned_key(visitor)], self._window_ms, self._many, room
        )
        if int(rooms) < self._many:
            return False
        return await self._observations.note(visitor, address, "short_calls", _WEIGHT)
