"""Appeals, the oldest first."""

import reflex as rx

from whimsy.components.button import button
from whimsy.components.desk.keys import escape
from whimsy.components.desk.listed import listed
from whimsy.states.desk.appeals import AnswerState
from whimsy.states.desk.cases import CaseState
from whimsy.states.desk.paper import AppealLine


def appeals() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Appeals"),
        listed(AnswerState.appeals, rx.foreach(AnswerState.appeals, _appeal), "No appeal waits."),
        aria_label="Appeals",
        class_name="appeals",
    )


def _appeal(appeal: rx.vars.ObjectVar[AppealLine]) -> rx.Component:
    return rx.el.article(
        rx.el.h3("Visitor ", appeal.visitor.to(str)[:8], " · waits ", appeal.waited),
        rx.el.p(appeal.about.line, class_name="hint"),
        rx.el.blockquote(rx.el.span(appeal.text, dir="auto"), class_name="quoted"),
        rx.cond(AnswerState.answering == appeal.id, _answer(), _choice(appeal)),
        key=appeal.id.to_string(),
        class_name="report",
    )


def _choice(appeal: rx.vars.ObjectVar[AppealLine]) -> rx.Component:
    return rx.el.div(
        button("Accept…", AnswerState.consider(appeal.id, "accept"), "act"),
        button("Decline…", AnswerState.consider(appeal.id, "decline"), "act"),
        button("Look at the file", CaseState.look(appeal.visitor)),
        class_name="deeds",
    )


def _answer() -> rx.Component:
    return rx.el.form(
        rx.el.label(
            "Why, for the record (optional)",
            rx.el.input(name="why", max_length=300, auto_focus=True, auto_complete="off"),
        ),
        rx.el.button(
            rx.cond(AnswerState.verdict == "accept", "Accept and lift", "Decline: it stands"),
            type="submit",
            class_name="act",
        ),
        escape(AnswerState.consider(0, "")),
        on_submit=lambda form: AnswerState.answer(AnswerState.answering, form),
        class_name="particulars form",
    )
