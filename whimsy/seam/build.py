"""Reflex's environment, and what is in a build. It imports no Reflex, as the supervisor needs none."""

import gzip
import re
from pathlib import Path

from whimsy.errors import Problem

STATIC = Path("build", "client")
"""The pages of a build, below Reflex's folder (`.web`, or REFLEX_WEB_WORKDIR)."""
_COMPONENTS = Path(__file__).parents[1] / "components"
COMMANDS = {
    "REFLEX_USE_NPM": "1", "REFLEX_CHECK_LATEST_VERSION": "false", "REFLEX_TELEMETRY_ENABLED": "false",
}  # fmt: skip
"""The environment for Reflex's commands: quiet, with the Node beside this Python."""
WORKERS = {
    "REFLEX_ENV_MODE": "prod",
    "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
    "__REFLEX_SKIP_COMPILE": "true",
}
"""The environment of a worker, which serves pages and socket, and compiles nothing."""

_BAKED = re.compile(r"""(["'`])(ws|http)://(?:localhost|127\.0\.0\.1|0\.0\.0\.0):\d+(/[^"'`]*)\1""")
_ORIGIN = {"http": "location.origin", "ws": 'location.origin.replace(/^http/,"ws")'}
_SCRIPT = re.compile(r"<script(?![^>]*data-cfasync)")
_MANIFEST = re.compile(r"/assets/manifest-[\w-]+")


class NotPatched(Problem):
    """A finished build has another form than this version of Reflex gave it."""


def scripts() -> list[tuple[Path, str]]:
    """The components' JavaScript, in the folder that pages call `$`: they import `$/whimsy/stop/Stop.jsx`."""
    files = sorted(_COMPONENTS.rglob("*.js*"))
    return [(Path("whimsy", *file.relative_to(_COMPONENTS).parts), file.read_text()) for file in files]


def talk_to_origin(static_dir: Path) -> int:
    """Let pages talk to the address they came from, not to the one that Reflex writes into one chunk.

    Returns how many addresses were replaced; raises NotPatched if there was none.
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
    """Give every script of every page the attribute `mark`; raises NotPatched if there is none."""
    marked = 0
    for page in static_dir.rglob("*.html"):
        text, count = _SCRIPT.subn(f"<script {mark}", page.read_text())
        rewrite(page, text)
        marked += count
    if not marked:
        raise NotPatched("no page of the build has a script any more.")


def is_recognized(static_dir: Path) -> None:
    """Check that pages name their manifest, by which first.js tells builds apart; raises NotPatched."""
    if not any(_MANIFEST.search(page.read_text()) for page in static_dir.rglob("*.html")):
        raise NotPatched(
            "no page of the build names its manifest any more, by which first.js knows a newer one."
        )


def rewrite(file: Path, text: str) -> None:
    """Write a file of the build anew, and its packed form if there is one."""
    file.write_text(text)
    packed = file.with_name(file.name + ".gz")
    if packed.exists():
        packed.write_bytes(gzip.compress(text.encode(), mtime=0))
