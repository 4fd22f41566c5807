"""A form field for a few sentences, whose length is counted as that of messages."""

from typing import Any

import reflex as rx


class Prose(rx.Component):
    """A textarea with a countdown near its limit. A text above the limit keeps its form from being sent."""

    library = "$/whimsy/prose/Prose.jsx"
    tag = "Prose"

    field: rx.Var[str]
    rows: rx.Var[int]
    required: rx.Var[bool]
    longest: rx.Var[int]


def prose(name: str, longest: int | rx.Var[int], **more: Any) -> rx.Component:
    """name: the field's, also its id; longest: in characters as a person counts; more: other props."""
    return Prose.create(field=name, longest=longest, **more)
