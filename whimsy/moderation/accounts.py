"""Logging in by name, password (argon2) and second factor (TOTP), all in SQL. Tries are limited.

Source: RFC 9106 (Argon2).
"""

import asyncio
import hashlib
import logging
import secrets
from collections.abc import Sequence
from functools import cache

from sqlmodel import col, update

from whimsy import errors
from whimsy.moderation.account import Moderator
from whimsy.moderation.audit import record
from whimsy.moderation.clock import now_ms
from whimsy.moderation.second_factor import CannotOpen, SecondFactors, parse_code
from whimsy.moderation.staff import HASH, MAX_PASSWORD, NAME
from whimsy.storage.outbox import Sessions
from whimsy.storage.redis import Store
from whimsy.storage.sql import needed

log = logging.getLogger(__name__)

_WINDOW_MS = 15 * 60_000
_TRIES = {"both": 5, "address": 20, "name": 50}
"""Tries in a window: of one address for one name, of one address, for one name. The last is the largest, so
that a stranger who knows a name does not lock its owner out."""
_AT_ONCE = 2
"""Passwords that are checked at the same time. Each check takes 64 MB."""
_NO_CODE = "The code is the six digits your authenticator shows."


class Accounts:
    """Checks logins. keys: the signing keys, the present one last; they seal second factors."""

    def __init__(self, store: Store, sessions: Sessions, keys: Sequence[str]) -> None:
        self._store = store
        self._sessions = sessions
        self._factors = SecondFactors(keys)
        self._gate = asyncio.Semaphore(_AT_ONCE)

    async def log_in(self, name: object, password: object, code: object, address: str) -> str:
        """Check a login from `address` (its key); returns the moderator's name.

        Raises BadLogin without saying what was wrong, TooFast, or Unavailable. Only what is no code at all is
        told, and costs no try, as that says nothing about the account.
        """
        name, password, typed = _text(name), _text(password), parse_code(code)
        if typed is None:
            raise errors.BadLogin(_NO_CODE)
        await self._limit_tries(name, address)
        async with needed(self._sessions) as session, session.begin():
            account = await session.get(Moderator, name) if NAME.fullmatch(name) else None
            # Also for a name that nobody has, so that the time it takes does not tell which names there are.
            right = await self._verified(password, account.password if account else None)
            if not (account and right and not account.disabled):
                raise errors.BadLogin
            step = self._step(account, typed)
            # Of two logins with one code only one moves the time step. A new signing key seals anew.
            used = await session.execute(
                update(Moderator)
                .where(col(Moderator.name) == name, col(Moderator.last_code) < step)
                .values(last_code=step, totp=self._factors.resealed(account.totp))
            )
            if used.rowcount != 1:  # type: ignore[attr-defined]
                raise errors.BadLogin
            await record(session, name, "login", f"moderator:{name}", "", now_ms())
        return name

    def _step(self, account: Moderator, code: str) -> int:
        try:
            step = self._factors.step(account.totp, code, now_ms())
        except CannotOpen:
            log.error("the second factor of a moderator was sealed with a key that is no longer set")
            step = None
        if step is None:
            raise errors.BadLogin
        return step

    async def _limit_tries(self, name: str, address: str) -> None:
        names = {"both": f"{name}@{address}", "address": address, "name": name}
        # Digests, as names of any length may be typed.
        keys = [
            f"whimsy:{{desk}}:tries:{kind}:{hashlib.sha256(names[kind].encode()).hexdigest()[:32]}"
            for kind in _TRIES
        ]
        wait = await self._store.run("moderation/tries.lua", keys, _WINDOW_MS, *_TRIES.values())
        if wait:
            raise errors.TooFast(wait / 1000)

    async def _verified(self, password: str, kept: str | None) -> bool:
        async with self._gate:
            return await asyncio.to_thread(_is_right, password, kept)


def _is_right(password: str, kept: str | None) -> bool:
    """Whether `kept` is the hash of `password`. kept: None for a name that nobody has."""
    nobodys = (
        _nobodys()
    )  # whoever logs in: the first of a process takes longer, and must not tell which it was
    return HASH.verify(password, kept or nobodys)


@cache
def _nobodys() -> str:
    """The hash of a password that nobody has. It takes a tenth of a second, so no start waits for it."""
    return HASH.hash(secrets.token_hex(16))


def _text(raw: object) -> str:
    if isinstance(raw, str) and len(raw) <= MAX_PASSWORD and raw.isprintable():
        return raw
    return ""
