"""The record of every act."""

import reflex as rx

from whimsy.states.desk.audit import AuditLine, AuditState

_COLUMNS = ("When (UTC)", "Who", "Did", "To", "Detail")


def audit() -> rx.Component:
    """The newest lines, and the way to older ones."""
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
        rx.cond(
            AuditState.more,
            rx.el.button("Older", type="button", class_name="act", on_click=AuditState.older),
        ),
        aria_label="Audit",
        class_name="audit",
    )


def _line(line: rx.vars.ObjectVar[AuditLine]) -> rx.Component:
    return rx.el.tr(
        *map(rx.el.td, (line.at, line.who, line.act, line.subject, line.detail)),
        key=line.id.to_string(),
    )
