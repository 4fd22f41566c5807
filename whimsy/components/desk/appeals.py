"""Appeals, the oldest first."""

import reflex as rx

from whimsy.components.desk.keys import escape
from whimsy.seam.pages import EventType
from whimsy.states.desk.appeals import AnswerState
from whimsy.states.desk.cases import CaseState
from whimsy.states.desk.paper import AppealLine


def appeals() -> rx.Component:
    """What waits for an answer."""
    return rx.el.section(
        rx.el.h2("Appeals"),
        rx.cond(
            AnswerState.appeals.length() > 0,
            rx.foreach(AnswerState.appeals, _appeal),
            rx.el.p("No appeal waits.", class_name="hint"),
        ),
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
        _button("Accept…", "act", AnswerState.consider(appeal.id, "accept")),
        _button("Decline…", "act", AnswerState.consider(appeal.id, "decline")),
        _button("Look at the file", "quiet", CaseState.look(appeal.visitor)),
        class_name="deeds",
    )


def _button(name: str, kind: str, on_click: EventType[()]) -> rx.Component:
    return rx.el.button(name, type="button", class_name=kind, on_click=on_click)


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
