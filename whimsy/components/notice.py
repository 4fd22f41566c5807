"""A toast: a sentence from the server, which disappears after some seconds."""

import reflex as rx

from whimsy.components.button import button
from whimsy.states.notice import Noticing


def notice(state: type[Noticing], *more: rx.Component) -> rx.Component:
    """Two live regions, always in the page: screen readers announce only what appears in an existing one.

    more: what stands beside them, each a region of its own.
    """
    is_error = state.notice.tone == "error"
    return rx.el.div(
        rx.el.div(rx.cond(~is_error, _card(state)), role="status"),
        rx.el.div(rx.cond(is_error, _card(state)), role="alert"),
        *more,
        class_name="notices",
    )


def _card(state: type[Noticing]) -> rx.Component:
    # With the id as key, every notice restarts the stylesheet's timer of six seconds.
    return rx.cond(
        state.notice.text != "",
        rx.el.div(
            rx.el.p(state.notice.text),
            button("Close", state.dismiss_notice),
            key=state.notice.id.to_string(),
            class_name="notice",
        ),
    )
