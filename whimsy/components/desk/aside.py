"""Lines that could not be written to SQL, those about child safety first."""

import reflex as rx

from whimsy.components.button import button
from whimsy.components.desk.confirm import confirm
from whimsy.states.desk.aside import AsideState
from whimsy.states.desk.paper import AsideLine


def aside() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Set aside"),
        rx.cond(
            AsideState.many > 0,
            rx.el.p(
                "The database would not take these. Everything after them went on. Waiting: ",
                rx.el.b(AsideState.many),
                ".",
            ),
            rx.el.p("Everything could be written.", class_name="hint"),
        ),
        rx.foreach(AsideState.aside, _line),
        aria_label="Set aside",
        class_name="appeals",
    )


def _line(line: rx.vars.ObjectVar[AsideLine]) -> rx.Component:
    named = line.id
    return rx.el.article(
        rx.el.h3(
            line.name,
            rx.cond(line.what != "", rx.fragment(" · ", line.what)),
            custom_attrs={"data-level": rx.cond(line.grave, "4", "1")},
        ),
        rx.el.p("For ", line.waited, " · ", line.error, class_name="hint"),
        rx.cond(
            AsideState.looking == named,
            rx.el.blockquote(rx.el.span(AsideState.line, dir="auto"), class_name="quoted"),
        ),
        rx.cond(
            AsideState.asking == named,
            confirm("Gone for good?", AsideState.discard(named), AsideState.ask(""), "Discard it"),
            rx.el.div(
                button("Try again", AsideState.write(named), "act"),
                button("Look", AsideState.read(named), "act"),
                button("Discard…", AsideState.ask(named)),
                class_name="deeds",
            ),
        ),
        key=named,
        class_name="report",
    )
