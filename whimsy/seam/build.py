"""Reflex's environment, and what is in a build of it. Nothing here imports Reflex: who starts it need not."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from whimsy.errors import Problem

STATIC = Path("build", "client")
"""Where the pages of a build are, below Reflex's folder for it (`.web`, or REFLEX_WEB_WORKDIR)."""
COMMANDS = {
    "REFLEX_USE_NPM": "1", "REFLEX_CHECK_LATEST_VERSION": "false", "REFLEX_TELEMETRY_ENABLED": "false",
}  # fmt: skip
"""The environment of Reflex's own commands: quiet, with the Node beside this Python."""
WORKERS = {
    "REFLEX_ENV_MODE": "prod",
    "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
    "__REFLEX_SKIP_COMPILE": "true",
}
"""That of a worker: it serves pages and socket, and compiles nothing."""

_BAKED = re.compile(r"""(["'`])(ws|http)://(?:localhost|127\.0\.0\.1|0\.0\.0\.0):\d+(/[^"'`]*)\1""")
_ORIGIN = {"http": "location.origin", "ws": 'location.origin.replace(/^http/,"ws")'}
_SCRIPT = re.compile(r"<script(?![^>]*data-cfasync)")
_MANIFEST = re.compile(r"/assets/manifest-[\w-]+")


class NotPatched(Problem):
    """A finished build is not made as it was. The sentence is the message."""


def talk_to_origin(static_dir: Path) -> int:
    """Let pages talk to wherever they came from, not to the address that Reflex bakes into a small chunk.

    Returns how many addresses were replaced; raises NotPatched when there was none.
    """
    replaced = 0
    for chunk in (static_dir / "assets").glob("reflex-env-*.js"):
        text, count = _BAKED.subn(lambda m: f'{_ORIGIN[m[2]]}+"{m[3]}"', chunk.read_text())
        if count:
            rewrite(chunk, text)
        replaced += count
    if not replaced:
        raise NotPatched("no reflex-env-*.js of the build holds the server's address any more.")
    return replaced


def mark_scripts(static_dir: Path, mark: str) -> None:
    """Give every script of every page the attribute `mark`; raises NotPatched when there is none."""
    marked = 0
    for page in static_dir.rglob("*.html"):
        text, count = _SCRIPT.subn(f"<script {mark}", page.read_text())
        rewrite(page, text)
        marked += count
    if not marked:
        raise NotPatched("no page of the build has a script any more.")


def is_recognized(static_dir: Path) -> None:
    """Make sure that first.js can tell two builds apart, by the manifest a page names; raises NotPatched."""
    if not any(_MANIFEST.search(page.read_text()) for page in static_dir.rglob("*.html")):
        raise NotPatched(
            "no page of the build names its manifest any more, by which first.js knows a newer one."
        )


def rewrite(file: Path, text: str) -> None:
    """Write a file of the build anew, and what lies packed beside it."""
    file.write_text(text)
    packed = file.with_name(file.name + ".gz")
    if packed.exists():
        packed.write_bytes(gzip.compress(text.encode(), mtime=0))
