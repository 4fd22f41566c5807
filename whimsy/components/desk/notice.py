"""What the desk answers; two regions that are always there, so that screen readers hear it."""

from __future__ import annotations

import reflex as rx

from whimsy.states.desk.session import DeskState


def notice() -> rx.Component:
    """A sentence that goes by itself."""
    is_error = DeskState.notice["tone"] == "error"
    return rx.el.div(
        rx.el.div(rx.cond(~is_error, _card()), role="status"),
        rx.el.div(rx.cond(is_error, _card()), role="alert"),
        class_name="notices",
    )


def _card() -> rx.Component:
    return rx.cond(
        DeskState.notice["text"] != "",
        rx.el.div(
            rx.el.p(DeskState.notice["text"].to(str)),
            rx.el.button("Close", type="button", class_name="quiet", on_click=DeskState.dismiss_notice),
            key=DeskState.notice["id"].to_string(),
            class_name="notice",
        ),
    )
