"""Builds the front end if its sources have changed."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from whimsy.errors import Problem
from whimsy.launch.origin import top_only
from whimsy.seam import build as seam

ROOT = Path(__file__).parents[2]
STATIC = ROOT / ".web" / seam.STATIC
_STAMP = ROOT / ".web" / "build" / ".whimsy"
REFUSAL = "Whimsy can't start: "
"""Begins the line in the log of a failed build that says why."""
_ID = 16
_MADE_OF = ("rxconfig.py", "requirements.txt", "reflex.lock", "assets", "whimsy")
_KINDS = {
    ".py",
    ".js",
    ".jsx",
    ".css",
    ".json",
    ".svg",
    ".woff2",
    ".txt",
    ".png",
    ".ico",
    ".webmanifest",
    ".html",
}
_ENVIRONMENT = (
    "REFLEX_API_URL", "REFLEX_DEPLOY_URL", "REFLEX_TRANSPORT", "REFLEX_DEFAULT_COLOR_MODE",
    "REFLEX_REACT_STRICT_MODE", "REFLEX_REACT_COMPILER", "REFLEX_FRONTEND_COMPRESSION_FORMATS",
    "REFLEX_SHOW_BUILT_WITH_REFLEX",
)  # fmt: skip
"""Variables of the environment that change what a build is."""


def build(log: Path) -> bool:
    """Bring the build up to date, with its output in `log`; returns whether it was built. Raises Problem."""
    top_only()
    made_of = _digest()
    if _STAMP.exists() and _STAMP.read_text().split()[0] == made_of:
        return False
    if shutil.which("node", path=_path()) is None:
        raise Problem("Node is missing. Run: pip install -r requirements.txt")
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as out:
        done = subprocess.run(
            [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"],
            cwd=ROOT, env={**environment(), "WHIMSY_BUILD": made_of[:_ID]},
            stdout=out, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
    if done.returncode:
        said = re.findall(rf"^{REFUSAL}(.+)$", log.read_text(), re.MULTILINE)
        raise Problem(said[-1] if said else f"The front end could not be built; {log} says why.")
    # The digest is made anew, as a build writes reflex.lock where there was none.
    _STAMP.write_text(f"{_digest()} {made_of[:_ID]}")
    return True


def build_id() -> str:
    """The id of the finished build: a digest of its sources, so that it is equal on all machines."""
    return _STAMP.read_text().split()[1]


def environment() -> dict[str, str]:
    """The environment for Reflex's commands, with the npm registry that this machine is set up for."""
    made = {**os.environ, "PATH": _path(), **seam.COMMANDS}
    if "NPM_CONFIG_REGISTRY" not in made and (npm := shutil.which("npm", path=_path())):
        asked = subprocess.run(
            [npm, "config", "get", "registry"], capture_output=True, text=True, check=False, cwd=ROOT
        )
        if asked.returncode == 0 and asked.stdout.startswith("http"):
            made["NPM_CONFIG_REGISTRY"] = asked.stdout.strip().rstrip("/")
    return made


def _path() -> str:
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


def _digest() -> str:
    digest = hashlib.sha256()
    for name in _ENVIRONMENT:
        if value := os.environ.get(name):
            digest.update(f"{name}={value}\0".encode())
    for name in _MADE_OF:
        top = ROOT / name
        for file in [top] if top.is_file() else sorted(top.rglob("*")):
            if file.suffix in _KINDS and file.is_file() and "external" not in file.parts:
                digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
