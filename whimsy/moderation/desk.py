"""The sessions of moderators. The server keeps them by a secret; they end by idleness, by age or by hand."""

import hashlib
import secrets

from sqlmodel import select

from whimsy import errors
from whimsy.moderation.account import Moderator
from whimsy.settings import Settings
from whimsy.storage.outbox import Sessions
from whimsy.storage.redis import Store
from whimsy.storage.sql import needed

_SECRET_BYTES = 32


class Desk:
    """Who is logged in. Redis keeps only a digest of each secret; without Redis nobody is let in.

    A session names the generation of its account. To end all sessions of an account, SQL gets a new
    generation, which holds at once for every process and needs nothing but the database.
    """

    def __init__(self, store: Store, sessions: Sessions, settings: Settings) -> None:
        self._store = store
        self._sessions = sessions
        self._idle_ms = int(settings.desk_idle * 1000)
        self._longest_ms = int(settings.desk_session * 1000)

    async def open(self, moderator: str) -> str:
        """Begin a session of who has logged in; returns its secret. Raises NotModerator or Unavailable."""
        generation = await self._generation(moderator)
        if generation is None:
            raise errors.NotModerator
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        await self._step("open", secret, f"{generation} {moderator}", self._longest_ms)
        return secret

    async def who(self, secret: object, *, active: bool = True) -> str:
        """The moderator of a session. Every handler of the desk calls this first.

        active: whether the moderator did something, which a page that refreshes by itself does not.
        Raises NotModerator or Unavailable.
        """
        if not (isinstance(secret, str) and 40 <= len(secret) <= 50 and secret.isascii()):
            raise errors.NotModerator
        generation, _, name = (await self._step("who" if active else "peek", secret, "", 0)).partition(" ")
        if not name or generation != str(await self._generation(name)):
            raise errors.NotModerator
        return name

    async def close(self, secret: str) -> None:
        await self._step("close", secret, "", 0)

    async def _generation(self, name: str) -> int | None:
        """The generation of an account; None if there is no such account, or it is disabled."""
        query = select(Moderator.generation).where(Moderator.name == name, Moderator.disabled.is_(False))  # type: ignore[attr-defined]
        async with needed(self._sessions) as session:
            return (await session.scalars(query)).first()

    async def _step(self, act: str, secret: str, session: str, longest_ms: int) -> str:
        digest = hashlib.sha256(secret.encode()).hexdigest()
        args = act, digest, session, self._idle_ms, longest_ms
        return str(await self._store.timed("moderation/desk.lua", ["whimsy:{desk}"], *args))
