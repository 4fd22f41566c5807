"""Moderators: a name, a password (argon2) and a second factor (TOTP), in SQL; logging in is paced.

Sources: RFC 9106 (Argon2), RFC 6238 (TOTP).
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
import secrets
from collections.abc import Sequence

import pyotp
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from pwdlib import PasswordHash
from sqlalchemy import BigInteger
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Field, SQLModel, col, update

from whimsy import errors
from whimsy.moderation.audit import record
from whimsy.moderation.clock import now_ms
from whimsy.storage.outbox import Sessions
from whimsy.storage.redis import Store

_NAME = re.compile(r"[a-z][a-z0-9.-]{1,31}")
_MIN_PASSWORD, _MAX_PASSWORD = 12, 200
_STEP_SECONDS = 30
_WINDOW_MS = 15 * 60_000
_TRIES = {"both": 5, "address": 20, "name": 50}
"""Tries in a window: of one address at one name, of an address, at a name. The last is
the largest, so that a stranger who knows a name does not lock its owner out."""
_HASH = PasswordHash.recommended()
_AT_ONCE = 2
"""Argon2 takes 64 MB each time."""


class Moderator(SQLModel, table=True):
    """An account. totp: the sealed secret; last_code: the last used time step, as no code works twice."""

    __tablename__ = "moderator"

    name: str = Field(primary_key=True, max_length=32)
    password: str = Field(max_length=200)
    totp: str = Field(max_length=300)
    created_ms: int = Field(sa_type=BigInteger)
    last_code: int = Field(default=0, sa_type=BigInteger)
    disabled: bool = False


class BadAccount(Exception):
    """An account that cannot be made; the message is one sentence."""


async def enroll(sessions: Sessions, keys: Sequence[str], name: str, password: str) -> str:
    """Make an account, or give an old one a new password and second factor and enable it.

    keys: the signing keys, the present one last. Returns the otpauth:// uri for the authenticator.
    Raises BadAccount.
    """
    if not _NAME.fullmatch(name):
        raise BadAccount("A name is 2 to 32 of a-z, 0-9, dot and dash, and starts with a letter.")
    if not _MIN_PASSWORD <= len(password) <= _MAX_PASSWORD or not password.isprintable():
        raise BadAccount(f"A password has {_MIN_PASSWORD} to {_MAX_PASSWORD} characters.")
    secret, now = pyotp.random_base32(), now_ms()
    account = Moderator(
        name=name,
        password=await asyncio.to_thread(_HASH.hash, password),
        totp=_seal(keys).encrypt(secret.encode()).decode(),
        created_ms=now,
    )
    async with sessions() as session, session.begin():
        await session.merge(account)
        await record(session, "terminal", "account", f"moderator:{name}", "enrolled", now)
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name="Whimsy")


class Accounts:
    """Checks logins. keys: the signing keys, the present one last; they seal second factors."""

    def __init__(self, store: Store, sessions: Sessions, keys: Sequence[str]) -> None:
        self._store = store
        self._sessions = sessions
        self._seal = _seal(keys)
        self._nobody = _HASH.hash(secrets.token_hex(16))
        self._gate = asyncio.Semaphore(_AT_ONCE)

    async def disable(self, name: str, by: str) -> None:
        """Let nobody log in as `name` any more; whoever calls this also closes their sessions."""
        async with self._sessions() as session, session.begin():
            await session.execute(update(Moderator).where(col(Moderator.name) == name).values(disabled=True))
            await record(session, by, "account", f"moderator:{name}", "disabled", now_ms())

    async def log_in(self, name: object, password: object, code: object, address: str) -> str:
        """Check a login from `address` (its key); returns the moderator's name.

        Raises BadLogin without saying what was wrong, TooFast, or Unavailable.
        """
        name, password, code = _text(name), _text(password), _text(code)
        await self._pace(name, address)
        try:
            async with self._sessions() as session, session.begin():
                account = await session.get(Moderator, name) if _NAME.fullmatch(name) else None
                # As long for a name nobody has: the time tells nothing.
                right = await self._verified(password, account.password if account else self._nobody)
                if not (account and right and not account.disabled):
                    raise errors.BadLogin
                step = self._step(account, code)
                # Two at the same moment: only one of them moves the step.
                used = await session.execute(
                    update(Moderator)
                    .where(col(Moderator.name) == name, col(Moderator.last_code) < step)
                    .values(last_code=step)
                )
                if used.rowcount != 1:  # type: ignore[attr-defined]
                    raise errors.BadLogin
                await record(session, name, "login", f"moderator:{name}", "", now_ms())
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            raise errors.Unavailable("database") from error
        return name

    def _step(self, account: Moderator, code: str) -> int:
        """The time step whose code this is: now, or one beside it for clocks that differ. Raises BadLogin."""
        try:
            totp = pyotp.TOTP(self._seal.decrypt(account.totp.encode()).decode())
        except InvalidToken:  # sealed with a key we no longer have: enroll again
            raise errors.BadLogin from None
        now = now_ms() // 1000 // _STEP_SECONDS
        for step in (now, now - 1, now + 1):
            if secrets.compare_digest(totp.generate_otp(step).encode(), code.encode()):
                return step
        raise errors.BadLogin

    async def _pace(self, name: str, address: str) -> None:
        names = {"both": f"{name}@{address}", "address": address, "name": name}
        # Names of any length are typed into the form; a key has one of ours.
        keys = [
            f"whimsy:{{desk}}:tries:{kind}:{hashlib.sha256(names[kind].encode()).hexdigest()[:32]}"
            for kind in _TRIES
        ]
        wait = await self._store.run("moderation/tries.lua", keys, _WINDOW_MS, *_TRIES.values())
        if wait:
            raise errors.TooFast(wait / 1000)

    async def _verified(self, password: str, kept: str) -> bool:
        async with self._gate:
            return await asyncio.to_thread(_HASH.verify, password, kept)


def _text(raw: object) -> str:
    if isinstance(raw, str) and len(raw) <= _MAX_PASSWORD and raw.isprintable():
        return raw
    return ""


def _seal(keys: Sequence[str]) -> MultiFernet:
    """Seals with the newest key, opens with any."""
    derived = (hashlib.sha256(b"whimsy.totp:" + key.encode()).digest() for key in reversed(keys))
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])
