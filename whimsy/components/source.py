"""Where the JavaScript of a component lies, for who builds the pages."""

from __future__ import annotations

from whimsy.seam.pages import asset


def source(file: str) -> str:
    """Take `file`, beside the calling module, into the build; returns what the pages import it as."""
    return asset(file)
