"""One build for every address: the page talks to wherever it was loaded from.

Reflex bakes the server's address into the bundle (in a small chunk of its own). A build for "localhost"
is patched to ask the browser instead, so the port or the domain can change without a rebuild.
"""

from __future__ import annotations

import gzip
import re
from pathlib import Path

_BAKED = re.compile(r"""(["'`])(ws|http)://(?:localhost|127\.0\.0\.1|0\.0\.0\.0):\d+(/[^"'`]*)\1""")
_ORIGIN = {"http": "location.origin", "ws": 'location.origin.replace(/^http/,"ws")'}


def same_origin(static_dir: Path) -> int:
    """Patch a finished build in `static_dir`; returns how many addresses were replaced.

    A build for an address of the deployer's own choosing is left alone.
    """
    replaced = 0
    for chunk in (static_dir / "assets").glob("reflex-env-*.js"):
        text, count = _BAKED.subn(lambda m: f'{_ORIGIN[m[2]]}+"{m[3]}"', chunk.read_text())
        if not count:
            continue
        replaced += count
        chunk.write_text(text)
        packed = chunk.with_name(chunk.name + ".gz")
        if packed.exists():
            packed.write_bytes(gzip.compress(text.encode()))
    return replaced
