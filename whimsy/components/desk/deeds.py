"""The decisions on a case: a key for each, and a form for those that need a reason.

Forms open in the browser alone. Until a server had answered, what is typed would act as single keys.
"""

import reflex as rx

from whimsy.components.desk.keys import act
from whimsy.moderation.report import Reason
from whimsy.seam.pages import EventType
from whimsy.states.desk.cases import LENGTHS, CaseState
from whimsy.states.desk.paper import ReportSheet

_USUAL = "30"


def deeds() -> rx.Component:
    target = CaseState.target
    return rx.el.div(
        rx.cond(
            CaseState.file["open"].to(list[ReportSheet]).length() > 0,
            act("d", "Dismiss", CaseState.dismiss(target)),
        ),
        act("w", "Warn", CaseState.impose(target, "warn")),
        act("c", "Cool down", CaseState.impose(target, "cooldown")),
        act("s", "Shadow", CaseState.impose(target, "shadow")),
        more(_summary("b", "Ban…", "act grave"), _ban()),
        more(
            _summary("h", "Hold…", "act"),
            why("Why must the evidence be kept?", "Hold it", lambda form: CaseState.hold(target, form)),
        ),
        act("n", "Next", CaseState.skip),
        role="group",
        aria_label="Decide",
        class_name="deeds",
        key=CaseState.opened.to_string(),
    )


def more(summary: rx.Component, particulars: rx.Component) -> rx.Component:
    """A decision that opens the form `particulars`; Escape closes it."""
    return rx.el.details(summary, particulars, class_name="particular")


def why(
    question: str, verb: str, on_submit: EventType[dict[str, str]], *hidden: rx.Component
) -> rx.Component:
    """A form for the reason of a decision, for the record. hidden: further fields."""
    return rx.el.form(
        *hidden,
        rx.el.label(question, rx.el.input(name="why", max_length=300, required=True, auto_complete="off")),
        rx.el.button(verb, type="submit", class_name="act"),
        on_submit=on_submit,
        class_name="particulars form",
    )


def _summary(key: str, name: str, kind: str) -> rx.Component:
    return rx.el.summary(
        rx.el.kbd(key.upper(), aria_hidden="true"),
        name,
        class_name=kind,
        aria_keyshortcuts=key,
        custom_attrs={"data-key": key},
    )


def _ban() -> rx.Component:
    return rx.el.form(
        rx.el.label(
            "Reason",
            rx.el.select(
                *(rx.el.option(reason.words, value=reason.value) for reason in Reason),
                name="reason",
                default_value=CaseState.file["reason"].to(str),
            ),
        ),
        rx.el.label(
            "Length",
            rx.el.select(
                *(rx.el.option(words, value=days) for days, words in LENGTHS.items()),
                name="days",
                default_value=_USUAL,
            ),
        ),
        rx.el.button("Ban", type="submit", class_name="act grave"),
        on_submit=lambda form: CaseState.ban(CaseState.target, form),
        class_name="particulars form",
    )
