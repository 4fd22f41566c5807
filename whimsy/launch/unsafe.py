"""In production only `python -m whimsy` may serve: any other way goes without what keeps it safe.

Reflex's own server, or a bare uvicorn, has no drain, none of the guards on the protocol (edge/protocols.py),
and has not asked whether Redis wants a password and whether the TURN server's secret is one.
"""

from __future__ import annotations

from pathlib import Path

from whimsy.settings import Settings, build

SENTENCE = (
    "in production start it with python -m whimsy, which checks, guards and drains; other servers do not."
)


def command(arguments: list[str], settings: Settings) -> str:
    """What is wrong with a command of Reflex's, or ""; known before it spends a minute on a build."""
    runs = Path(arguments[0]).name in ("reflex", "__main__.py") and "run" in arguments[1:]
    return SENTENCE if settings.production and runs else ""


def server(settings: Settings) -> str:
    """What is wrong with the server this process is a worker of, or ""."""
    return SENTENCE if settings.production and not build() else ""
