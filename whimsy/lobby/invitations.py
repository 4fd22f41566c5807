"""Invitations: links by which two people who know each other meet, once, by the same rules as strangers.

A link carries all of its invitation, signed, so nothing is kept for one that nobody uses. Whoever uses it
searches in a pool of its own.
"""

import secrets
import time
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeSerializer

from whimsy.errors import InvitationOver, Malformed
from whimsy.lobby.ticket import parse_cell
from whimsy.storage.keys import Cell, invitation_key
from whimsy.storage.redis import Store
from whimsy.visitors.identity import VisitorId

MAX_TOKEN = 300
"""Characters of the longest token that is read."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """id: names the pool; cell: where the two meet; until: seconds since 1970.

    reunion: whether two who met here want to meet again (lobby/reunions.py).
    """

    id: str
    cell: Cell
    until: int
    reunion: bool = False

    def pool(self, standing: str) -> str:
        """The pool of the two. standing: that of the visitor's standing, whose people meet nobody else."""
        return f"{standing}/{self.id}"


class Invitations:
    """keys: the signing keys, the newest last; lasts: seconds in which an invitation can be used."""

    def __init__(self, store: Store, keys: list[str], lasts: float) -> None:
        self._store = store
        self._serializer = URLSafeSerializer(keys, salt="whimsy.invitation")
        self._lasts = int(lasts)

    def make(self, cell: Cell) -> str:
        """The token of a new invitation, for the link."""
        return self._serializer.dumps([secrets.token_urlsafe(12), cell, int(time.time()) + self._lasts])

    def read(self, token: object) -> Invitation:
        """The invitation of a token; raises InvitationOver if it is not ours, or too old."""
        if not isinstance(token, str) or len(token) > MAX_TOKEN:
            raise InvitationOver
        try:
            named, cell, until = self._serializer.loads(token)
            invitation = Invitation(str(named), parse_cell(cell), int(until))
        except (BadData, Malformed, TypeError, ValueError):
            raise InvitationOver from None
        if time.time() >= invitation.until:
            raise InvitationOver
        return invitation

    async def use(self, invitation: Invitation, visitor: VisitorId) -> None:
        """Let `visitor` be one of the two who use it; raises InvitationOver for a third, or Unavailable."""
        key, ms = invitation_key(invitation.id), self._lasts * 1000
        if not await self._store.run("lobby/invitation.lua", [key], visitor, ms):
            raise InvitationOver
