"""`python -m tests.emoji_data`: write what the emoji picker reads, from emojibase-data as npm has it.

Only what the picker reads is kept, which is half of it. Its licence, MIT, stands beside it.
"""

from __future__ import annotations

import json
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from tests.serving import ROOT

VERSION = "17.0.0"
FOLDER = ROOT / "assets" / "emoji"
_KEPT = ("label", "emoji", "version", "group", "subgroup", "tags", "skins")
_COMPONENTS = 2
"""The group of skin tones and hair, which are no emoji of their own."""


def shortened(emoji: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The emoji without what the picker does not read."""
    return [
        {key: _skins(one[key]) if key == "skins" else one[key] for key in _KEPT if key in one}
        for one in emoji
        if one.get("group", _COMPONENTS) != _COMPONENTS
    ]


def _skins(skins: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"emoji": one["emoji"], "tone": one["tone"]} for one in skins]


def write(package: Path) -> None:
    """Write the files of the picker, of an unpacked emojibase-data."""
    (FOLDER / "en").mkdir(parents=True, exist_ok=True)
    for name, change in (("data", shortened), ("messages", lambda whole: whole)):
        whole = json.loads((package / "en" / f"{name}.json").read_text())
        text = json.dumps(change(whole), ensure_ascii=False, separators=(",", ":"))
        (FOLDER / "en" / f"{name}.json").write_text(f"{text}\n")
    (FOLDER / "LICENSE").write_text((package / "LICENSE").read_text())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        npm = ("npm", "pack", "--silent", f"emojibase-data@{VERSION}")
        packed = subprocess.run(npm, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()
        with tarfile.open(Path(folder) / packed) as archive:
            archive.extractall(folder, filter="data")
        write(Path(folder) / "package")
