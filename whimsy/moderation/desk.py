"""Sessions of the desk: kept by the server, known by a secret, ended by idleness, by age or by hand."""

from __future__ import annotations

import hashlib
import secrets

from whimsy import errors
from whimsy.settings import Settings
from whimsy.storage.redis import Store

_SECRET_BYTES = 32


class Desk:
    """Who sits at the desk. Redis keeps only a digest of each secret; without Redis nobody is let in."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._idle_ms = int(settings.desk_idle * 1000)
        self._longest_ms = int(settings.desk_session * 1000)

    async def open(self, moderator: str) -> str:
        """Begin a session of who has logged in; returns its secret. Raises Unavailable."""
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        await self._step("open", secret, moderator, self._longest_ms)
        return secret

    async def who(self, secret: object, *, active: bool = True) -> str:
        """The moderator whose session this is; call it first in every handler of the desk.

        active: the moderator did something, so their idleness begins anew; a page that only refreshes is not.
        Raises NotModerator or Unavailable.
        """
        if not (isinstance(secret, str) and 40 <= len(secret) <= 50 and secret.isascii()):
            raise errors.NotModerator
        name = await self._step("who" if active else "peek", secret, "", 0)
        if not name:
            raise errors.NotModerator
        return name

    async def close(self, secret: str) -> None:
        """Log out."""
        await self._step("close", secret, "", 0)

    async def close_all(self, moderator: str) -> None:
        """End every session of a moderator, wherever it is open."""
        await self._step("close_all", "", moderator, 0)

    async def _step(self, act: str, secret: str, moderator: str, longest_ms: int) -> str:
        digest = hashlib.sha256(secret.encode()).hexdigest()
        return str(
            await self._store.run(
                "moderation/desk.lua", ["whimsy:{desk}"], self._store.skew_ms, act, digest, moderator,
                self._idle_ms, longest_ms,
            )
        )  # fmt: skip
