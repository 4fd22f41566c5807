"""The page at "/appeal": the sanctions against a visitor, each with a form to appeal."""

import reflex as rx

from whimsy.components.prose import prose
from whimsy.components.reading import reading
from whimsy.components.wire import way
from whimsy.moderation.appeals import MAX_APPEAL
from whimsy.states.appeal import AppealState, ShownSanction


def appeal() -> rx.Component:
    return reading(
        "Appeal",
        way(),
        rx.cond(
            AppealState.ready,
            rx.fragment(
                rx.cond(AppealState.network != "", rx.el.p(AppealState.network, " It ends by itself.")),
                rx.cond(
                    AppealState.imposed.length() > 0,
                    rx.fragment(rx.foreach(AppealState.imposed, _imposed)),
                    rx.cond(
                        AppealState.network == "",
                        rx.el.p("Nothing stands against you in this browser. You are free to chat."),
                    ),
                ),
            ),
            rx.el.p("Looking…"),
        ),
        rx.el.p(AppealState.notice, role="alert", class_name="appeal-notice"),
    )


def _imposed(imposed: rx.vars.ObjectVar[ShownSanction]) -> rx.Component:
    return rx.el.section(
        rx.el.h2(imposed.name),
        rx.el.p(imposed.reason, " ", imposed.until),
        rx.cond(imposed.answer != "", rx.el.p(imposed.answer, class_name="appeal-answer")),
        rx.cond(imposed.open, _form(imposed)),
        key=imposed.id.to_string(),
    )


def _form(imposed: rx.vars.ObjectVar[ShownSanction]) -> rx.Component:
    return rx.el.form(
        # In a field, as Reflex hoists a form's handler out of the loop, where it sees no row.
        rx.el.input(type="hidden", name="sanction", value=imposed.id.to_string()),
        rx.el.label(
            "You think that is wrong? Say why, once; a person will read it.",
            prose("text", MAX_APPEAL, rows=5, required=True),
        ),
        rx.el.button("Send the appeal", type="submit", class_name="go"),
        on_submit=AppealState.appeal,
        class_name="appeal-form form",
    )
