"""Who is calling: ids that the server made, never one that a browser made up.

A visitor is a browser, by a signed id in its local storage. A tab is a page, by a secret in its session
storage. The server keeps only a digest of the secret, so that nothing in Redis or a log opens a chat.
"""

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
    """One page of one visitor. person: the lobby never pairs two tabs of one person."""

    id: TabId
    visitor: VisitorId
    person: str


class Identity:
    """Makes and reads the tokens of visitors and the secrets of tabs.

    keys: the signing keys, oldest first. The last one signs, all are accepted, as itsdangerous rotates keys.
    """

    def __init__(self, keys: list[str], self_match: bool = False) -> None:
        self._serializer = URLSafeSerializer(keys, salt="whimsy.visitor")
        self._newest = URLSafeSerializer(keys[-1], salt="whimsy.visitor")
        self._self_match = self_match

    def visitor(self, token: object) -> tuple[VisitorId, str]:
        """The visitor of a token, and the token that the browser is to keep.

        Whatever we did not sign stands for a new visitor. A visitor signed with an older key is signed anew.
        """
        visitor = self.known(token) or VisitorId(secrets.token_urlsafe(16))
        return visitor, self._newest.dumps(visitor)

    def known(self, token: object) -> VisitorId | None:
        """The visitor of a token, None if we did not sign it."""
        if isinstance(token, str) and len(token) <= _MAX_TOKEN:
            with suppress(BadData):
                visitor = self._serializer.loads(token)
                return VisitorId(visitor) if isinstance(visitor, str) else None
        return None

    def tab(self, secret: object, visitor: VisitorId) -> tuple[Tab, str]:
        """The tab of a secret, and the secret that the page is to keep; a malformed one is replaced.

        The digest covers the visitor, so that a secret that was carried to another browser opens nothing.
        """
        if not (isinstance(secret, str) and len(secret) == 43 and secret.isascii()):
            secret = secrets.token_urlsafe(_SECRET_BYTES)
        digest = hashlib.sha256(f"{visitor}/{secret}".encode()).hexdigest()[:32]
        tab = TabId(digest)
        return Tab(tab, visitor, digest if self._self_match else visitor), secret
