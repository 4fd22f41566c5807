"""Makes a build work at every address: the page connects to the origin it was loaded from.

Reflex writes the server's address into a chunk of the bundle. Unless REFLEX_API_URL names one, the build is
patched to use the page's own origin, so that port and domain can change without a new build.
"""

import os
import re
from pathlib import Path

from whimsy.edge.headers import headers
from whimsy.errors import Problem
from whimsy.seam import build
from whimsy.settings import Settings


def top_only() -> None:
    """Check that no path is set, below which links, fonts and websocket would fail; raises Problem."""
    for name in ("REFLEX_FRONTEND_PATH", "REFLEX_BACKEND_PATH"):
        if os.environ.get(name, "").strip("/ "):
            raise Problem(f"Whimsy is served at the top of an address, not below a path: unset {name}.")


def same_origin(static_dir: Path) -> int:
    """Patch a finished build, unless REFLEX_API_URL is set; returns how many addresses were replaced."""
    return 0 if os.environ.get("REFLEX_API_URL") else build.talk_to_origin(static_dir)


def spared(static_dir: Path) -> None:
    """Mark every script of every page so that Cloudflare's Rocket Loader skips it.

    It would rewrite scripts, which then match none of the hashes that the content security policy allows.
    """
    build.mark_scripts(static_dir, 'data-cfasync="false"')


def headers_file(static_dir: Path, settings: Settings) -> None:
    """Write the headers that our gate would send for hosts of static files (Netlify, Cloudflare Pages).

    Only if REFLEX_API_URL names a server elsewhere, to which the policy then allows connections.
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
