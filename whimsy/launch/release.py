"""Serves each finished build from a folder of its own, so that making the next does not touch pages in use.

Reflex empties `.web/build` before it builds, and workers would serve what they find there.
"""

import shutil
from pathlib import Path

from whimsy.seam.build import STATIC

_KEPT = 3
"""Builds that are kept: the one in use, the one before, whose workers may still drain, and one more."""


class Releases:
    """The builds below a data folder. A build's id is a digest of what it was made of."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir.absolute() / "builds"
        self._pointer = self._folder / "current"

    def publish(self, build_id: str, built: Path) -> None:
        """Keep a copy of the static files in `built`, which workers serve that start from now on."""
        release = self._folder / build_id
        if not release.exists():
            half = self._folder / f".{build_id}"
            shutil.rmtree(half, ignore_errors=True)
            shutil.copytree(built, half / STATIC)
            half.rename(release)
        release.touch()
        coming = self._pointer.with_name(".current")
        coming.write_text(build_id)
        coming.replace(self._pointer)
        self._forget_old()

    def environment(self) -> dict[str, str]:
        """The environment with which a worker serves the current build."""
        build_id = self._pointer.read_text()
        return {"REFLEX_WEB_WORKDIR": str(self._folder / build_id), "WHIMSY_BUILD": build_id}

    def _forget_old(self) -> None:
        kept = [folder for folder in self._folder.iterdir() if folder.is_dir()]
        for old in sorted(kept, key=lambda folder: folder.stat().st_mtime)[:-_KEPT]:
            shutil.rmtree(old)
