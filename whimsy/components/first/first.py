"""The inline script that runs before all others, on every page."""

from pathlib import Path

import reflex as rx


def first() -> rx.Component:
    """The script, without its lines of comment. The content security policy allows it by its hash."""
    lines = Path(__file__).with_name("first.js").read_text().splitlines()
    script = "\n".join(line.strip() for line in lines if not line.strip().startswith("//"))
    return rx.el.script(script)
