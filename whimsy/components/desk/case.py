"""One case: what can be done, what was said, and what is known of the visitor."""

from __future__ import annotations

from typing import Any

import reflex as rx

from whimsy.components.desk.deeds import deeds, more, why
from whimsy.components.desk.keys import act
from whimsy.states.desk.cases import CaseState

Row = rx.Var[dict[str, Any]]


def case() -> rx.Component:
    """The file that lies open, or the way to the first one."""
    return rx.el.section(
        rx.cond(
            CaseState.target != "",
            rx.fragment(
                rx.el.header(
                    rx.el.h2("Visitor ", CaseState.file["short"].to(str)),
                    rx.el.span(_rows("open").length(), " open", class_name="hint"),
                ),
                deeds(),
                rx.foreach(_rows("open"), _report),
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
    """The only thing to do when no file lies open."""
    return rx.cond(CaseState.cases.length() > 0, rx.el.div(act("n", "Next case", CaseState.skip)))


def _report(report: Row) -> rx.Component:
    return rx.el.article(
        rx.el.h3(
            rx.el.b(report["severity"].to(str), class_name="gravity"),
            rx.el.span(report["reason"].to(str)),
            custom_attrs={"data-level": report["level"].to_string()},
        ),
        rx.el.p(
            report["filed"].to(str),
            " · ",
            report["where"].to(str),
            " · ",
            report["trust"].to(str),
            class_name="hint",
        ),
        _hold(report),
        rx.cond(
            report["words"] != "",
            rx.el.blockquote(rx.el.span(report["words"].to(str), dir="auto"), class_name="quoted"),
        ),
        rx.cond(
            report["said"].to(list[dict[str, Any]]).length() > 0,
            rx.el.ol(rx.foreach(report["said"].to(list[dict[str, Any]]), _said), class_name="said"),
            rx.el.p("No messages are kept.", class_name="hint"),
        ),
        key=report["id"].to(str),
        class_name="report",
    )


def _said(line: Row) -> rx.Component:
    return rx.el.li(
        rx.el.span(rx.cond(line["mine"], "Reporter", "Reported"), class_name="who"),
        rx.el.span(line["text"].to(str), dir="auto"),
        key=line["seq"].to_string(),
        custom_attrs={"data-mine": line["mine"].to_string()},
    )


def _hold(report: Row) -> rx.Component:
    return rx.cond(
        report["held"] != "",
        rx.el.p(
            rx.el.span(report["held"].to(str)),
            rx.el.button(
                "Release",
                type="button",
                class_name="quiet",
                on_click=CaseState.release(CaseState.target, report["id"]),
            ),
            class_name="kept",
        ),
    )


def _history() -> rx.Component:
    return rx.el.div(
        rx.el.h3("Sanctions"),
        rx.cond(
            _rows("sanctions").length() > 0,
            rx.el.ul(rx.foreach(_rows("sanctions"), _sanction)),
            rx.el.p("None.", class_name="hint"),
        ),
        rx.el.h3("Earlier reports"),
        rx.cond(
            _rows("earlier").length() > 0,
            rx.foreach(_rows("earlier"), _earlier),
            rx.el.p("None.", class_name="hint"),
        ),
        rx.el.h3("What screens saw"),
        rx.cond(
            CaseState.file["seen"].to(list[str]).length() > 0,
            rx.el.ul(rx.foreach(CaseState.file["seen"].to(list[str]), lambda seen: rx.el.li(seen, key=seen))),
            rx.el.p("Nothing.", class_name="hint"),
        ),
        class_name="history",
    )


def _sanction(sanction: Row) -> rx.Component:
    return rx.el.li(
        rx.el.span(sanction["line"].to(str), " · ", sanction["end"].to(str)),
        rx.cond(
            sanction["stands"],
            more(
                rx.el.summary("Lift…", class_name="quiet"),
                why(
                    "Why is it taken back?",
                    "Lift it",
                    lambda form: CaseState.lift(CaseState.target, form),
                    # A form's handler cannot name a row's own values: Reflex lifts it out of the loop.
                    rx.el.input(type="hidden", name="sanction", value=sanction["id"].to_string()),
                ),
            ),
        ),
        key=sanction["id"].to_string(),
    )


def _earlier(report: Row) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            report["filed"].to(str), " · ", report["reason"].to(str), " · ", report["status"].to(str)
        ),
        _report(report),
        key=report["id"].to(str),
    )


def _rows(name: str) -> rx.Var[list[dict[str, Any]]]:
    return CaseState.file[name].to(list[dict[str, Any]])
