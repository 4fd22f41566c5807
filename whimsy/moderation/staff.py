"""The accounts of moderators: made, disabled, enabled, given new keys. Each act is on record.

Only SQL is used, so that the commands in a terminal and the desk of every process do the same, at once.
"""

import asyncio
import re
from collections.abc import Sequence
from hmac import compare_digest

from pwdlib import PasswordHash
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select, update

from whimsy.errors import Refused
from whimsy.moderation.account import Moderator
from whimsy.moderation.audit import record
from whimsy.moderation.clock import now_ms
from whimsy.moderation.sanction import AUTO
from whimsy.moderation.second_factor import CannotOpen, SecondFactors
from whimsy.storage.outbox import Sessions

TERMINAL = "terminal"
"""The name in the record of whoever uses a command."""
_TAKEN = (TERMINAL, AUTO)
"""Names that the record gives to others than moderators."""
NAME = re.compile(r"[a-z][a-z0-9.-]{1,31}")
MAX_PASSWORD = 200
_MIN_PASSWORD = 12
HASH = PasswordHash.recommended()


class BadAccount(Refused):
    """That cannot be done to an account; the sentence says why."""

    code = "bad_account"


class Staff:
    """keys: the signing keys, the present one last. by: the moderator who acts, or TERMINAL."""

    def __init__(self, sessions: Sessions, keys: Sequence[str]) -> None:
        self._sessions = sessions
        self._factors = SecondFactors(keys)

    async def all(self) -> list[Moderator]:
        async with self._sessions() as session:
            return list(await session.scalars(select(Moderator).order_by(col(Moderator.name))))

    async def add(self, name: str, password: str) -> str:
        """Make an account; returns the otpauth:// uri for its authenticator. Raises BadAccount."""
        if not NAME.fullmatch(name) or name in _TAKEN:
            raise BadAccount("A name is 2 to 32 of a-z, 0-9, dot and dash, and starts with a letter.")
        hashed, (totp, uri), now = await _hashed(password), self._factors.make(name), now_ms()
        async with self._sessions() as session, session.begin():
            if await session.get(Moderator, name) is not None:
                raise BadAccount(f"There is a moderator {name} already; reset gives them new keys.")
            session.add(Moderator(name=name, password=hashed, totp=totp, created_ms=now))
            await record(session, TERMINAL, "account", f"moderator:{name}", "enrolled", now)
        return uri

    async def reset(self, name: str, password: str, by: str) -> str:
        """Set a new password and second factor, and end all sessions; returns the uri. Raises BadAccount."""
        _not_oneself(name, by)
        hashed, (totp, uri) = await _hashed(password), self._factors.make(name)
        async with self._sessions() as session, session.begin():
            account = await _locked(session, name)
            account.password, account.totp, account.last_code = hashed, totp, 0
            account.generation += 1
            await record(session, by, "account", f"moderator:{name}", "reset", now_ms())
        return uri

    async def disable(self, name: str, by: str) -> None:
        """Let nobody log in as `name`, and end all sessions; raises BadAccount, also for the last account."""
        _not_oneself(name, by)
        async with self._sessions() as session, session.begin():
            # Changes nothing, but locks all accounts: of two moderators who disable each other one is left.
            await session.execute(update(Moderator).values(disabled=col(Moderator.disabled)))
            able = select(Moderator.name).where(col(Moderator.disabled).is_(False))
            left = list(await session.scalars(able))
            account = await _locked(session, name)
            if left == [name]:
                raise BadAccount(f"Nobody but {name} could log in. Add another moderator first.")
            if by not in (*left, TERMINAL):
                raise BadAccount("You have just been disabled yourself.")
            account.disabled = True
            account.generation += 1
            await record(session, by, "account", f"moderator:{name}", "disabled", now_ms())

    async def enable(self, name: str, by: str) -> None:
        """Let `name` log in again, with the password and second factor from before. Raises BadAccount."""
        _not_oneself(name, by)
        async with self._sessions() as session, session.begin():
            (await _locked(session, name)).disabled = False
            await record(session, by, "account", f"moderator:{name}", "enabled", now_ms())

    async def reseal(self) -> tuple[int, list[str]]:
        """Seal all second factors with the newest key; returns how many, and whose could not be opened."""
        done, lost = 0, []
        async with self._sessions() as session, session.begin():
            for account in await session.scalars(select(Moderator).with_for_update()):
                try:
                    sealed = self._factors.resealed(account.totp)
                except CannotOpen:
                    lost.append(account.name)
                    continue
                done += not compare_digest(sealed, account.totp)
                account.totp = sealed
            if done:
                await record(session, TERMINAL, "account", "moderators", f"{done} resealed", now_ms())
        return done, sorted(lost)

    async def locked_out(self) -> list[str]:
        """The names of those who cannot log in, as none of our keys opens their second factor."""
        lost = []
        for account in await self.all():
            try:
                self._factors.resealed(account.totp)
            except CannotOpen:
                if not account.disabled:
                    lost.append(account.name)
        return lost


def _not_oneself(name: str, by: str) -> None:
    if name == by:
        raise BadAccount("Nobody does that to their own account. Ask another moderator.")


async def _hashed(password: str) -> str:
    if not _MIN_PASSWORD <= len(password) <= MAX_PASSWORD or not password.isprintable():
        raise BadAccount(f"A password has {_MIN_PASSWORD} to {MAX_PASSWORD} characters.")
    return await asyncio.to_thread(HASH.hash, password)


async def _locked(session: AsyncSession, name: str) -> Moderator:
    account = await session.get(Moderator, name, with_for_update=True, populate_existing=True)
    if account is None:
        raise BadAccount(f"There is no moderator {name}.")
    return account
