"""`python -m whimsy moderator …`: changes the accounts of moderators, also while the server runs."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from getpass import getpass
from hmac import compare_digest
from typing import TypeVar

from whimsy.errors import Problem
from whimsy.launch import checks
from whimsy.moderation.account import Moderator
from whimsy.moderation.staff import TERMINAL, BadAccount, Staff
from whimsy.settings import Settings
from whimsy.storage import sql
from whimsy.storage.sql import AWAY
from whimsy.visitors.keyring import signing_keys

NAMED = ("add", "disable", "enable", "reset")
ACTS = (*NAMED, "list", "reseal")
_T = TypeVar("_T")
_CODE_SECONDS = 30
_LOST = (
    "The key that sealed the second factor of {} is no longer set: put it into WHIMSY_SECRET_KEY_PREVIOUS, "
    "or run for each: python -m whimsy moderator reset NAME"
)


def run(settings: Settings, act: str, name: str = "") -> str:
    """Do one of ACTS; those in NAMED are for the account `name`. Returns what to print; raises Problem."""
    match act:
        case "add":
            return f"For your authenticator: {add(settings, name)}"
        case "reset":
            password = _asked(name)
            uri = _do(settings, lambda staff: staff.reset(name, password, TERMINAL))
            return f"Every session of {name} has ended. For their authenticator: {uri}"
        case "disable":
            _do(settings, lambda staff: staff.disable(name, TERMINAL))
            return f"{name} can't log in any more, and every session of theirs has ended."
        case "enable":
            _do(settings, lambda staff: staff.enable(name, TERMINAL))
            return f"{name} can log in again."
        case "reseal":
            done, lost = _do(settings, lambda staff: staff.reseal())
            return "\n".join([f"Sealed {done} anew.", *([_LOST.format(", ".join(lost))] if lost else [])])
        case _:
            return "\n".join(map(_line, _do(settings, lambda staff: staff.all()))) or "There is nobody yet."


def listed(settings: Settings) -> list[dict[str, str | bool]]:
    """Every account: {name, enabled, last_login}, the last in ISO 8601, "" for never. Raises Problem."""
    return [
        {
            "name": one.name,
            "enabled": not one.disabled,
            "last_login": when.isoformat() if (when := _seen(one)) else "",
        }
        for one in _do(settings, lambda staff: staff.all())
    ]


def add(settings: Settings, name: str) -> str:
    """Ask for a password and add the account; returns the uri for an authenticator. Raises Problem."""
    password = _asked(name)
    return _do(settings, lambda staff: staff.add(name, password))


def locked_out(settings: Settings) -> str:
    """Name the accounts whose second factor was sealed with a key that is no longer set; "" for none."""
    try:
        lost = asyncio.run(_with_staff(settings, lambda staff: staff.locked_out()))
    except AWAY:
        return ""  # another check reports a database that is away
    return _LOST.format(", ".join(lost)) if lost else ""


def _asked(name: str) -> str:
    password = getpass(f"Password for {name}: ")
    if not compare_digest(getpass("Once more: ").encode(), password.encode()):
        raise Problem("The two passwords differ.")
    return password


def _do(settings: Settings, act: Callable[[Staff], Awaitable[_T]]) -> _T:
    checks.migrate_database(settings)
    try:
        return asyncio.run(_with_staff(settings, act))
    except BadAccount as error:
        raise Problem(error.sentence) from error
    except AWAY as error:
        raise Problem("The database at WHIMSY_DB_URL does not answer.") from error


async def _with_staff(settings: Settings, act: Callable[[Staff], Awaitable[_T]]) -> _T:
    engine = sql.connect(settings.sql_url)
    try:
        return await act(Staff(sql.sessions(engine), signing_keys(settings)))
    finally:
        await engine.dispose()


def _line(account: Moderator) -> str:
    seen = _seen(account)
    state = "disabled" if account.disabled else "enabled"
    return f"{account.name:32} {state:8} last login {f'{seen:%Y-%m-%d %H:%M} UTC' if seen else 'never'}"


def _seen(account: Moderator) -> datetime | None:
    return datetime.fromtimestamp(account.last_code * _CODE_SECONDS, UTC) if account.last_code else None
