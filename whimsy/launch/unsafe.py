"""Allows only `python -m whimsy` to serve in production.

Reflex's own server and a plain uvicorn do not drain, lack the limits of edge/protocols.py, and did not check
that Redis asks for a password and that the settings are safe.
"""

from pathlib import Path

from whimsy.settings import Settings, build

SENTENCE = (
    "in production start it with python -m whimsy, which checks, guards and drains; other servers do not."
)


def command(arguments: list[str], settings: Settings) -> str:
    """Why a command of Reflex's may not run, or "". Asked before the build, which takes a minute."""
    runs = Path(arguments[0]).name in ("reflex", "__main__.py") and "run" in arguments[1:]
    return SENTENCE if settings.production and runs else ""


def server(settings: Settings) -> str:
    """Why the server that started this process may not serve, or ""."""
    return SENTENCE if settings.production and not build() else ""
