"""A sentence from the server about what just happened; goes by itself."""

import reflex as rx

from whimsy.states.chat import ChatState
from whimsy.states.notice import Noticing


def notice(state: type[Noticing] = ChatState) -> rx.Component:
    """Two regions that are always there, so that screen readers hear what appears in them."""
    is_error = state.notice.tone == "error"
    return rx.el.div(
        rx.el.div(rx.cond(~is_error, _card(state)), role="status"),
        rx.el.div(rx.cond(is_error, _card(state)), role="alert"),
        class_name="notices",
    )


def _card(state: type[Noticing]) -> rx.Component:
    # The id as key starts the stylesheet's six seconds anew for every notice.
    return rx.cond(
        state.notice.text != "",
        rx.el.div(
            rx.el.p(state.notice.text),
            rx.el.button("Close", type="button", class_name="quiet", on_click=state.dismiss_notice),
            key=state.notice.id.to_string(),
            class_name="notice",
        ),
    )
