"""A list, or what is said in its place while it is empty."""

from typing import Any

import reflex as rx


def listed(rows: rx.vars.ArrayVar[Any], shown: rx.Component, empty: str) -> rx.Component:
    """`shown` while there are `rows`, else the hint `empty`."""
    return rx.cond(rows.length() > 0, shown, rx.el.p(empty, class_name="hint"))
