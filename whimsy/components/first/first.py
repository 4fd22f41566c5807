"""The script that runs before everything else, written into every page."""

from pathlib import Path

import reflex as rx


def first() -> rx.Component:
    """A plain script in the head; the policy allows it by its hash, as it does Reflex's own."""
    lines = Path(__file__).with_name("first.js").read_text().splitlines()
    script = "\n".join(line.strip() for line in lines if not line.strip().startswith("//"))
    return rx.el.script(script)
