"""The page for every unknown address."""

import reflex as rx

from whimsy.components.drawing import lost
from whimsy.components.reading import reading


def nowhere() -> rx.Component:
    return reading(
        "Nothing is here.",
        lost(),
        rx.el.p("The address may be mistyped, or what was there is gone."),
        rx.el.p(rx.el.a("Go to the start", href="/")),
    )
