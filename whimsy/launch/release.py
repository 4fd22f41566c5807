"""Keeps each finished build in a folder of its own, from which workers serve it.

Reflex empties `.web/build` before it builds, so workers that served from there would lose their files.
"""

import shutil
from pathlib import Path

from whimsy.seam.build import STATIC

_KEPT = 3
"""How many builds are kept: the current, the one before, whose workers may still drain, and one more."""


class Releases:
    """The builds below a data folder, by their ids."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir.absolute() / "builds"
        self._pointer = self._folder / "current"

    def publish(self, build_id: str, built: Path) -> None:
        """Copy the static files in `built`, and make them the current build."""
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
        """The environment in which a worker serves the current build."""
        build_id = self._pointer.read_text()
        return {"REFLEX_WEB_WORKDIR": str(self._folder / build_id), "WHIMSY_BUILD": build_id}

    def _forget_old(self) -> None:
        kept = [folder for folder in self._folder.iterdir() if folder.is_dir()]
        for old in sorted(kept, key=lambda folder: folder.stat().st_mtime)[:-_KEPT]:
            shutil.rmtree(old)
