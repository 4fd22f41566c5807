"""The number of visitors: "214 here", or nothing while it is unknown."""

import reflex as rx

from whimsy.states.online import OnlineState


def headcount() -> rx.Component:
    here = f"{OnlineState.count.to_string()} here"
    words = rx.match(OnlineState.count, (0, ""), (1, "just you here"), here)
    return rx.cond(
        OnlineState.count > 0,
        rx.el.span(rx.el.i(class_name="lamp", aria_hidden="true"), words, class_name="headcount"),
    )
