"""How many people are here."""

import reflex as rx

from whimsy.states.online import OnlineState


def headcount() -> rx.Component:
    """ "214 here", or nothing while it is not known."""
    words = rx.match(
        OnlineState.count,
        (0, ""),
        (1, "just you here"),
        f"{OnlineState.count.to_string()} here",
    )
    return rx.cond(
        OnlineState.count > 0,
        rx.el.span(rx.el.i(class_name="lamp", aria_hidden="true"), words, class_name="headcount"),
    )
