"""Reflex's environment, and what is in a build. It imports no Reflex, as the supervisor needs none."""

import os
import re
from pathlib import Path

import brotli

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
_PRELOAD = re.compile(r'<link rel="modulepreload"')
_MANIFEST = re.compile(r"/assets/manifest-[\w-]+")
_BASE = re.compile(r'^  base: "/",$', re.MULTILINE)
_TOGETHER = (
    r"\/whimsy\/(?:back|button|countdown|delay|opening|part|prose|reunion|shown|tab|theme|wire|words)\/",
    r"\/whimsy\/(?:composer\/use_enter|invitation\/\w+|preview\/Gate|ring\/bell|studio\/able|transcript\/clock|voice\/voice_core)\.",
)
"""Modules of ours that the start page needs, in one chunk: twenty small files cost more than they hold."""
_FORMATS = "REFLEX_FRONTEND_COMPRESSION_FORMATS"
_PACKED = {".js", ".css", ".html", ".json", ".svg", ".txt"}
_WORTH = range(256, 1_000_001)
"""The bytes of a file that is packed with brotli. The picture model alone would take half a minute."""


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
            chunk.write_text(text)
        replaced += count
    if not replaced:
        raise NotPatched("no reflex-env-*.js of the build holds the server's address any more.")
    return replaced


def mark_scripts(static_dir: Path, mark: str) -> None:
    """Give every script of every page the attribute `mark`; raises NotPatched if there is none."""
    _in_pages(static_dir, _SCRIPT, f"<script {mark}", "a script")


def paint_first(static_dir: Path) -> None:
    """Let the scripts of every page come after what is painted; raises NotPatched if no page names any."""
    _in_pages(static_dir, _PRELOAD, r'\g<0> fetchpriority="low"', "links to its scripts")


def _in_pages(static_dir: Path, found: re.Pattern[str], by: str, what: str) -> None:
    replaced = 0
    for page in static_dir.rglob("*.html"):
        text, count = found.subn(by, page.read_text())
        page.write_text(text)
        replaced += count
    if not replaced:
        raise NotPatched(f"no page of the build has {what} any more.")


def is_recognized(static_dir: Path) -> None:
    """Check that pages name their manifest, by which first.js tells builds apart; raises NotPatched."""
    if not any(_MANIFEST.search(page.read_text()) for page in static_dir.rglob("*.html")):
        raise NotPatched(
            "no page of the build names its manifest any more, by which first.js knows a newer one."
        )


def put_together(config: str) -> str:
    """Vite's configuration with our chunks; raises NotPatched if it has another form."""
    group = f'{{ test: /{"|".join(_TOGETHER)}/, name: "start" }}'
    output = f"{{ output: {{ codeSplitting: {{ groups: [{group}] }} }} }}"
    patched, count = _BASE.subn(
        lambda found: (
            f"{found[0]}\n  environments: {{ client: {{ build: {{ rollupOptions: {output} }} }} }},"
        ),
        config,
        1,
    )
    if not count:
        raise NotPatched("vite.config.js does not begin with its base any more.")
    return patched


def formats() -> list[str]:
    """How Reflex is to pack a build, and how files are served: packed with brotli, too, which `pack` does."""
    return ["brotli", "gzip"] if WORKERS.items() <= os.environ.items() else ["gzip"]


def pack(static_dir: Path) -> None:
    """Pack a build with brotli, which is an eighth less to load than what Reflex packs with gzip.

    Not if REFLEX_FRONTEND_COMPRESSION_FORMATS is set, as it says what Reflex itself does.
    """
    if os.environ.get(_FORMATS):
        return
    for file in static_dir.rglob("*"):
        if file.suffix in _PACKED and file.stat().st_size in _WORTH:
            file.with_name(f"{file.name}.br").write_bytes(brotli.compress(file.read_bytes()))
