"""One build for every address: the page talks to wherever it was loaded from.

Reflex writes the server's address into a chunk of the bundle. Unless a deployer chose one by REFLEX_API_URL,
the build is patched to use the page's own address, so that port and domain can change without a new build.
"""

import os
import re
from pathlib import Path

from whimsy.edge.headers import headers
from whimsy.errors import Problem
from whimsy.seam import build
from whimsy.settings import Settings


def top_only() -> None:
    """Make sure that pages and socket are at the top of their address; raises Problem.

    Below a path the links, the fonts and the websocket would all be looked for in the wrong place.
    """
    for name in ("REFLEX_FRONTEND_PATH", "REFLEX_BACKEND_PATH"):
        if os.environ.get(name, "").strip("/ "):
            raise Problem(f"Whimsy is served at the top of an address, not below a path: unset {name}.")


def same_origin(static_dir: Path) -> int:
    """Patch a finished build in `static_dir`; returns how many addresses were replaced.

    A build for an address of the deployer's own choosing is left alone.
    """
    return 0 if os.environ.get("REFLEX_API_URL") else build.talk_to_origin(static_dir)


def spared(static_dir: Path) -> None:
    """Mark every script of every page so that Cloudflare's Rocket Loader leaves it alone.

    It would run scripts from text, which does not match the hashes that our policy allows.
    """
    build.mark_scripts(static_dir, 'data-cfasync="false"')


def headers_file(static_dir: Path, settings: Settings) -> None:
    """Write `_headers` for hosts of static files (Netlify, Cloudflare Pages), which do not pass our gate.

    Only for a build that talks to a server elsewhere, to which the policy allows connections.
    """
    if not (server := os.environ.get("REFLEX_API_URL", "").rstrip("/")):
        return
    found = headers(settings, static_dir)
    socket = re.sub(r"^http", "ws", server)
    found["content-security-policy"] = found["content-security-policy"].replace(
        "connect-src 'self'", f"connect-src 'self' {server} {socket}"
    )
    pages = {**found, "cache-control": "no-cache, no-transform"}
    lines = ["/*", *(f"  {name}: {value}" for name, value in pages.items())]
    lines += ["/assets/*", "  ! cache-control", "  cache-control: public, max-age=31536000, immutable"]
    (static_dir / "_headers").write_text("\n".join(lines) + "\n")
