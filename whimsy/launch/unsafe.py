"""In production only `python -m whimsy` may serve.

Reflex's own server, or a bare uvicorn, does not drain, has none of the limits of edge/protocols.py, and did
not check whether Redis asks for a password and whether the settings are safe.
"""

from pathlib import Path

from whimsy.settings import Settings, build

SENTENCE = (
    "in production start it with python -m whimsy, which checks, guards and drains; other servers do not."
)


def command(arguments: list[str], settings: Settings) -> str:
    """What is wrong with a command of Reflex's, or "". It is asked before a build, which takes a minute."""
    runs = Path(arguments[0]).name in ("reflex", "__main__.py") and "run" in arguments[1:]
    return SENTENCE if settings.production and runs else ""


def server(settings: Settings) -> str:
    """What is wrong with the server that started this process, or ""."""
    return SENTENCE if settings.production and not build() else ""
