"""What can be done in a case: a key each, and a few words more where an act needs them."""

from __future__ import annotations

from typing import Any

import reflex as rx

from whimsy.components.desk.keys import act, escape
from whimsy.moderation.report import Reason
from whimsy.states.desk.cases import LENGTHS, CaseState

_USUAL = "30"


def deeds() -> rx.Component:
    """The row of acts, or the particulars of the one that was begun."""
    target = CaseState.target
    return rx.match(
        CaseState.asking,
        ("ban", _ban()),
        ("hold", _why("Hold the evidence: why?", "Hold", lambda form: CaseState.hold(target, form))),
        rx.el.div(
            rx.cond(
                CaseState.file["open"].to(list[Any]).length() > 0,
                act("d", "Dismiss", CaseState.dismiss(target)),
            ),
            act("w", "Warn", CaseState.impose(target, "warn")),
            act("c", "Cool down", CaseState.impose(target, "cooldown")),
            act("s", "Shadow", CaseState.impose(target, "shadow")),
            act("b", "Ban…", CaseState.ask("ban"), tone="grave"),
            act("h", "Hold…", CaseState.ask("hold")),
            act("n", "Next", CaseState.skip),
            role="group",
            aria_label="Decide",
            class_name="deeds",
        ),
    )


def lifting() -> rx.Component:
    """The words a lifted sanction needs."""
    return _why("Take it back: why?", "Lift", lambda form: CaseState.lift(CaseState.target, form))


def _why(question: str, verb: str, on_submit: Any) -> rx.Component:
    """One line of words for the record."""
    return rx.el.form(
        rx.el.label(question, rx.el.input(name="why", max_length=300, auto_focus=True, auto_complete="off")),
        rx.el.button(verb, type="submit", class_name="act"),
        escape(CaseState.ask("")),
        on_submit=on_submit,
        class_name="particulars",
    )


def _ban() -> rx.Component:
    return rx.el.form(
        rx.el.label(
            "Reason",
            rx.el.select(
                *(rx.el.option(reason.words, value=reason.value) for reason in Reason),
                name="reason",
                default_value=CaseState.file["reason"].to(str),
                auto_focus=True,
            ),
        ),
        rx.el.label(
            "For",
            rx.el.select(
                *(rx.el.option(words, value=days) for days, words in LENGTHS.items()),
                name="days",
                default_value=_USUAL,
            ),
        ),
        rx.el.button("Ban", type="submit", class_name="act grave"),
        escape(CaseState.ask("")),
        on_submit=lambda form: CaseState.ban(CaseState.target, form),
        key=CaseState.target,
        class_name="particulars",
    )
