"""The queue of cases, the most severe and then the oldest first, beside the open case."""

import reflex as rx

from whimsy.components.desk.case import case
from whimsy.components.desk.listed import listed
from whimsy.states.desk.cases import CaseState
from whimsy.states.desk.paper import CaseLine


def cases() -> rx.Component:
    return rx.el.div(
        rx.el.section(
            rx.el.h2("Queue"),
            listed(CaseState.cases, rx.el.ol(rx.foreach(CaseState.cases, _line)), "Nothing waits."),
            aria_label="Queue",
            class_name="queue",
        ),
        case(),
        class_name="cases",
    )


def _line(waiting: rx.vars.ObjectVar[CaseLine]) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(
                rx.el.b(waiting.severity, class_name="gravity"),
                rx.el.span(waiting.waited, class_name="waited"),
            ),
            rx.el.span(waiting.count, " · ", waiting.target.to(str)[:8], class_name="hint"),
            type="button",
            aria_current=(waiting.target == CaseState.target).to_string(),
            custom_attrs={"data-level": waiting.level.to_string()},
            on_click=CaseState.look(waiting.target),
        ),
        key=waiting.target,
    )
