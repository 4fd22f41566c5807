"""A sign drawn in one line, in the colour of the word beside it."""

import reflex as rx


def icon(path: str, width: int, height: int) -> rx.Component:
    """`path` on a field of 17 by 18, shown in so many pixels; a screen reader passes over it."""
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
