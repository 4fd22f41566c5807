"""Reunions: two strangers who both said so meet again, without an account.

Each keeps a half on their own device: a token that works for them alone. The server keeps only that there is
a reunion, by a keyed hash of the room in which the two met, until it ends or one of them blocks the other.
"""

import hashlib
import hmac
import time
from base64 import urlsafe_b64encode

from itsdangerous import BadData, URLSafeSerializer

from whimsy.errors import Malformed, ReunionOver
from whimsy.lobby.invitations import MAX_TOKEN, Invitation
from whimsy.lobby.ticket import parse_cell
from whimsy.rooms.room import Place, room_step
from whimsy.storage.keys import RoomId, cell_of
from whimsy.storage.redis import Store
from whimsy.visitors.identity import VisitorId


class Reunions:
    """keys: the signing keys, the newest last; lasts: seconds in which a reunion can be used."""

    def __init__(self, store: Store, keys: list[str], lasts: float) -> None:
        self._store = store
        self._keys = keys
        self._serializer = URLSafeSerializer(keys, salt="whimsy.reunion")
        self._lasts = int(lasts)

    async def wish(self, place: Place, room: RoomId) -> None:
        """Note that the caller would like to meet the other side of `room` again.

        The room is open or was lately closed. Raises NotInRoom, NotHolder or Unavailable.
        """
        await room_step(self._store, "rooms/again.lua", place, room, self._named(room), self._lasts * 1000)

    def half(self, room: RoomId, visitor: VisitorId) -> str:
        """The half of the reunion of `room` that `visitor` keeps."""
        named = self._named(room)
        bound = self._bound(named, visitor, self._keys[-1])
        return self._serializer.dumps([named, cell_of(room), self.until(), bound])

    def until(self) -> int:
        """Until when a reunion of now can be used, seconds since 1970."""
        return int(time.time()) + self._lasts

    def read(self, half: object, visitor: VisitorId) -> Invitation:
        """The reunion of a half; raises ReunionOver if it is not ours, not this visitor's, or too old."""
        if not isinstance(half, str) or len(half) > MAX_TOKEN:
            raise ReunionOver
        try:
            named, cell, until, bound = self._serializer.loads(half)
            reunion = Invitation(str(named), parse_cell(cell), int(until), reunion=True)
        except (BadData, Malformed, TypeError, ValueError):
            raise ReunionOver from None
        mine = any(bound == self._bound(reunion.id, visitor, key) for key in self._keys)
        if not mine or time.time() >= reunion.until:
            raise ReunionOver
        return reunion

    async def use(self, reunion: Invitation) -> None:
        """Check that a reunion may still be; raises ReunionOver after a block or its end, or Unavailable."""
        (there,) = await self._store.step("lobby/reunion.lua", reunion.cell, reunion.id)
        if not there:
            raise ReunionOver

    def _bound(self, named: str, visitor: VisitorId, key: str) -> str:
        """What makes a half work for one visitor only."""
        return _keyed(f"{named} {visitor}", key)

    def _named(self, room: RoomId) -> str:
        """What names the reunion of `room`, and tells nothing of it."""
        return _keyed(f"room {room}", self._keys[-1])


def _keyed(said: str, key: str) -> str:
    """A keyed hash in 22 characters (RFC 2104, cut to 128 bits)."""
    digest = hmac.digest(key.encode(), f"whimsy.reunion {said}".encode(), hashlib.sha256)
    return urlsafe_b64encode(digest[:16]).decode().rstrip("=")
