"""Blocking and reporting: the buttons that open the sheet, and the sheet."""

import reflex as rx

from whimsy.components.button import button
from whimsy.components.icon import icon
from whimsy.components.prose import prose
from whimsy.components.sheet import sheet
from whimsy.moderation.report import Reason
from whimsy.moderation.reports import MAX_WORDS, EvidenceLine
from whimsy.states.chat import ChatState
from whimsy.states.safety import SafetyState
from whimsy.states.terms import term


def report_button() -> rx.Component:
    """In the header of a conversation, in every phase at the same place."""
    return rx.el.button(
        icon("M4 16V3h9l-2 3.5L13 10H4", 17, 18),
        rx.el.span("Report or block", class_name="unseen"),
        type="button",
        class_name="quiet flag",
        title="Report or block",
        on_click=SafetyState.consider(ChatState.room),
    )


def report_previous() -> rx.Component:
    """Reports the partner of the chat before, as long as that is possible."""
    return rx.cond(
        ChatState.previous != "",
        button("Report the last stranger", SafetyState.consider(ChatState.previous), "quiet late"),
    )


def reporting() -> rx.Component:
    return rx.cond(SafetyState.room != "", sheet(_card(), titled="sheet-title", on_close=SafetyState.close))


def _card() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Report or block", id="sheet-title"),
            # It comes first, as a dialog gives the focus to its first control.
            button("Close", SafetyState.close),
            class_name="sheet-head",
        ),
        rx.el.div(
            rx.el.p("Blocked, you two never meet again. They do not learn why."),
            button("Just block", SafetyState.block),
            class_name="sheet-block",
        ),
        rx.el.form(
            rx.cond(SafetyState.question != "", _whom()),
            rx.el.fieldset(
                rx.el.legend("What happened?"), *(_reason(reason) for reason in Reason), class_name="reasons"
            ),
            rx.el.label("Anything to add? (optional)", html_for="words"),
            prose("words", MAX_WORDS, rows=2),
            _evidence(),
            # Shown here, as the sheet covers notices.
            rx.el.p(SafetyState.trouble, role="alert", class_name="sheet-trouble"),
            rx.el.div(
                rx.el.button("Report and block", type="submit", class_name="go"), class_name="sheet-row"
            ),
            on_submit=SafetyState.report,
        ),
        class_name="sheet-card",
    )


def _whom() -> rx.Component:
    """The choice between the stranger and whoever asked the question."""
    return rx.el.fieldset(
        rx.el.legend("Whom is it about?"),
        rx.el.label(
            rx.el.input(type="radio", name="whom", value="partner", default_checked=True),
            "the stranger I talk to",
            class_name="reason",
        ),
        rx.el.label(
            rx.el.input(type="radio", name="whom", value="asker"),
            rx.el.span("who asked: ", rx.el.span(SafetyState.question, dir="auto"), class_name="asked"),
            class_name="reason",
        ),
        class_name="reasons",
    )


def _reason(reason: Reason) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="radio", name="reason", value=reason.value, required=True),
        reason.words[0].upper() + reason.words[1:],
        class_name="reason",
    )


def _evidence() -> rx.Component:
    """The lines that a report would carry, shown before it is sent."""
    return rx.el.details(
        rx.el.summary("What we will see"),
        rx.cond(
            SafetyState.evidence.length() > 0,
            rx.el.ol(rx.foreach(SafetyState.evidence, _line), class_name="evidence"),
            rx.el.p("Nothing was written in this chat."),
        ),
        rx.el.p(f"Only the last lines of this chat. Kept for {term('evidence_days')}.", class_name="hint"),
    )


def _line(said: rx.vars.ObjectVar[EvidenceLine]) -> rx.Component:
    return rx.el.li(
        rx.el.b(rx.cond(said.mine, "You: ", "Stranger: ")),
        rx.el.span(said.text, dir="auto"),
        key=said.seq.to(str),
    )
