"""The open case: the decisions, the reports with their evidence, and the history of the visitor."""

import reflex as rx

from whimsy.components.button import button
from whimsy.components.desk.deeds import deeds, more, why
from whimsy.components.desk.keys import act
from whimsy.components.desk.listed import listed
from whimsy.moderation.reports import EvidenceLine
from whimsy.states.desk.cases import CaseState
from whimsy.states.desk.paper import ReportSheet, SanctionLine

_open = CaseState.file["open"].to(list[ReportSheet])
_earlier = CaseState.file["earlier"].to(list[ReportSheet])
_sanctions = CaseState.file["sanctions"].to(list[SanctionLine])
_seen = CaseState.file["seen"].to(list[str])


def case() -> rx.Component:
    return rx.el.section(
        rx.cond(
            CaseState.target != "",
            rx.fragment(
                rx.el.header(
                    rx.el.h2("Visitor ", CaseState.target[:8]),
                    rx.el.span(_open.length(), " open", class_name="hint"),
                ),
                deeds(),
                rx.foreach(_open, _report),
                _history(),
            ),
            rx.el.p(
                rx.cond(CaseState.cases.length() > 0, "Press N to open the first case.", "Nothing waits."),
                class_name="hint empty",
            ),
        ),
        rx.cond(CaseState.target == "", _first()),
        aria_label="Case",
        class_name="case",
    )


def _first() -> rx.Component:
    return rx.cond(CaseState.cases.length() > 0, rx.el.div(act("n", "Next case", CaseState.skip)))


def _report(report: rx.vars.ObjectVar[ReportSheet]) -> rx.Component:
    said = report.said.to(list[EvidenceLine])
    return rx.el.article(
        rx.el.h3(
            rx.el.b(report.severity, class_name="gravity"),
            rx.el.span(report.reason),
            custom_attrs={"data-level": report.level.to_string()},
        ),
        rx.el.p(report.filed, " · ", report.where, " · ", report.trust, class_name="hint"),
        _hold(report),
        rx.cond(
            report.words != "",
            rx.el.blockquote(rx.el.span(report.words, dir="auto"), class_name="quoted"),
        ),
        listed(said, rx.el.ol(rx.foreach(said, _said), class_name="said"), "No messages are kept."),
        key=report.id,
        class_name="report",
    )


def _said(line: rx.vars.ObjectVar[EvidenceLine]) -> rx.Component:
    return rx.el.li(
        rx.el.span(rx.cond(line.mine, "Reporter", "Reported"), class_name="who"),
        rx.el.span(line.text, dir="auto"),
        key=line.seq.to_string(),
        custom_attrs={"data-mine": line.mine.to_string()},
    )


def _hold(report: rx.vars.ObjectVar[ReportSheet]) -> rx.Component:
    return rx.cond(
        report.held != "",
        rx.el.p(
            rx.el.span(report.held),
            button("Release", CaseState.release(CaseState.target, report.id)),
            class_name="kept",
        ),
    )


def _history() -> rx.Component:
    return rx.el.div(
        rx.el.h3("Sanctions"),
        listed(_sanctions, rx.el.ul(rx.foreach(_sanctions, _sanction)), "None."),
        rx.el.h3("Earlier reports"),
        listed(_earlier, rx.foreach(_earlier, _closed), "None."),
        rx.el.h3("What screens saw"),
        listed(_seen, rx.el.ul(rx.foreach(_seen, lambda seen: rx.el.li(seen, key=seen))), "Nothing."),
        class_name="history",
    )


def _sanction(sanction: rx.vars.ObjectVar[SanctionLine]) -> rx.Component:
    return rx.el.li(
        rx.el.span(sanction.line, " · ", sanction.end),
        rx.cond(
            sanction.stands,
            more(
                rx.el.summary("Lift…", class_name="quiet"),
                why(
                    "Why is it taken back?",
                    "Lift it",
                    lambda form: CaseState.lift(CaseState.target, form),
                    # In a field, as Reflex hoists a form's handler out of the loop, where it sees no row.
                    rx.el.input(type="hidden", name="sanction", value=sanction.id.to_string()),
                ),
            ),
        ),
        key=sanction.id.to_string(),
    )


def _closed(report: rx.vars.ObjectVar[ReportSheet]) -> rx.Component:
    return rx.el.details(
        rx.el.summary(report.filed, " · ", report.reason, " · ", report.status),
        _report(report),
        key=report.id,
    )
