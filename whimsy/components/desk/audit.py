"""The record of every act of the moderators."""

import reflex as rx

from whimsy.components.button import button
from whimsy.states.desk.audit import AuditLine, AuditState

_COLUMNS = ("When (UTC)", "Who", "Did", "To", "Detail")


def audit() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Audit"),
        rx.el.div(
            rx.el.table(
                rx.el.thead(rx.el.tr(*(rx.el.th(name, scope="col") for name in _COLUMNS))),
                rx.el.tbody(rx.foreach(AuditState.lines, _line)),
            ),
            tab_index=0,
            role="region",
            aria_label="Acts, newest first",
            class_name="wide",
        ),
        rx.cond(AuditState.more, button("Older", AuditState.older, "act")),
        aria_label="Audit",
        class_name="audit",
    )


def _line(line: rx.vars.ObjectVar[AuditLine]) -> rx.Component:
    return rx.el.tr(
        *map(rx.el.td, (line.at, line.who, line.act, line.subject, line.detail)), key=line.id.to_string()
    )
