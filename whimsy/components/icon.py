"""A line icon in the colour of the text beside it."""

import reflex as rx


def icon(path: str, width: int, height: int) -> rx.Component:
    """Draw `path` in a view box of 17 by 18. width, height: in pixels. Hidden from screen readers."""
    return rx.el.svg(
        rx.el.path(d=path),
        view_box="0 0 17 18",
        width=str(width),
        height=str(height),
        fill="none",
        stroke="currentColor",
        stroke_width="1.8",
        stroke_linejoin="round",
        stroke_linecap="round",
        aria_hidden="true",
    )
