"""A field of a form for a few sentences, measured as messages are."""

from typing import Any

import reflex as rx


class Prose(rx.Component):
    """A textarea that counts down near its limit. A form with more in it is not sent, and says why."""

    library = "$/whimsy/prose/Prose.jsx"
    tag = "Prose"

    field: rx.Var[str]
    rows: rx.Var[int]
    required: rx.Var[bool]
    longest: rx.Var[int]


def prose(name: str, longest: int, **more: Any) -> rx.Component:
    """A field called `name`, also its id, of at most `longest` characters, as a person counts."""
    return Prose.create(field=name, longest=longest, **more)
