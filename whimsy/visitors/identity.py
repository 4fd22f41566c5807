"""Who is calling: ids the server minted, and never one the browser named.

A visitor is a browser: a signed id in its local storage. A tab is a page in it: a secret of its own in
session storage, of which the server keeps only a digest, so that Redis and logs never hold what opens a chat.
"""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import NewType

from itsdangerous import BadData, URLSafeSerializer

VisitorId = NewType("VisitorId", str)
TabId = NewType("TabId", str)

_MAX_TOKEN = 256
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of one visitor. `person` is whom the lobby must not pair with themself."""

    id: TabId
    visitor: VisitorId
    person: str


class Identity:
    """Mints and reads visitor tokens and tab secrets.

    keys: the signing keys, oldest first; the last one signs, all of them are accepted
    (rotation as itsdangerous describes it).
    """

    def __init__(self, keys: list[str], self_match: bool = False) -> None:
        self._serializer = URLSafeSerializer(keys, salt="whimsy.visitor")
        self._newest = URLSafeSerializer(keys[-1], salt="whimsy.visitor")
        self._self_match = self_match

    def visitor(self, token: object) -> tuple[VisitorId, str]:
        """The visitor a token stands for, and the token to keep.

        Anything not signed by us (forged, foreign, of an unknown key, not a string) is replaced by
        a new visitor; one signed by the key before is kept and signed anew.
        """
        visitor = self.known(token) or VisitorId(secrets.token_urlsafe(16))
        return visitor, self._newest.dumps(visitor)

    def known(self, token: object) -> VisitorId | None:
        """The visitor a token of ours stands for; None for anything else."""
        if isinstance(token, str) and len(token) <= _MAX_TOKEN:
            with suppress(BadData):
                visitor = self._serializer.loads(token)
                return VisitorId(visitor) if isinstance(visitor, str) else None
        return None

    def tab(self, secret: object, visitor: VisitorId) -> tuple[Tab, str]:
        """The tab a secret stands for, and the secret to keep; a malformed one is replaced.

        The digest covers the visitor: a tab's secret carried to another browser opens nothing.
        """
        if not (isinstance(secret, str) and len(secret) == 43 and secret.isascii()):
            secret = secrets.token_urlsafe(_SECRET_BYTES)
        digest = hashlib.sha256(f"{visitor}/{secret}".encode()).hexdigest()[:32]
        tab = TabId(digest)
        return Tab(tab, visitor, digest if self._self_match else visitor), secret
