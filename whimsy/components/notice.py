"""A sentence from the server about what just did not work; goes by itself."""

from __future__ import annotations

import reflex as rx

from whimsy.states.chat import ChatState


def notice() -> rx.Component:
    """Two regions that are always there, so that screen readers hear what appears in them."""
    is_error = ChatState.notice["tone"] == "error"
    return rx.el.div(
        rx.el.div(rx.cond(~is_error, _card()), role="status"),
        rx.el.div(rx.cond(is_error, _card()), role="alert"),
        class_name="notices",
    )


def _card() -> rx.Component:
    # The id as key starts the stylesheet's six seconds anew for every notice.
    return rx.cond(
        ChatState.notice["text"] != "",
        rx.el.div(
            rx.el.p(ChatState.notice["text"].to(str)),
            rx.el.button(
                "Close",
                type="button",
                class_name="quiet",
                on_click=ChatState.dismiss_notice,
            ),
            key=ChatState.notice["id"].to_string(),
            class_name="notice",
        ),
    )
