"""`python -m whimsy moderator add NAME`: the first account of the desk, and every other."""

from __future__ import annotations

import asyncio
from getpass import getpass
from hmac import compare_digest

from whimsy.launch import checks
from whimsy.launch.problem import Problem
from whimsy.moderation.accounts import BadAccount, enroll
from whimsy.settings import Settings
from whimsy.storage import sql
from whimsy.visitors.keyring import signing_keys


def add(settings: Settings, name: str) -> str:
    """Ask for a password on the terminal and make the account; returns the authenticator's uri.

    For a name that exists: a new password and second factor. Raises Problem.
    """
    password = getpass(f"Password for {name}: ")
    if not compare_digest(getpass("Once more: ").encode(), password.encode()):
        raise Problem("The two passwords differ.")
    checks.migrate_database(settings)
    try:
        return asyncio.run(_enroll(settings, name, password))
    except BadAccount as error:
        raise Problem(str(error)) from error


async def _enroll(settings: Settings, name: str, password: str) -> str:
    engine = sql.connect(settings.sql_url)
    try:
        return await enroll(sql.sessions(engine), signing_keys(settings), name, password)
    finally:
        await engine.dispose()
