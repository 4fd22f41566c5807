"""Lines that could not be written, those about children first."""

import reflex as rx

from whimsy.components.desk.keys import escape
from whimsy.states.desk.aside import AsideState
from whimsy.states.desk.paper import AsideLine


def aside() -> rx.Component:
    """How many, and what can be done about each."""
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
            rx.el.div(
                rx.el.p("Gone for good?"),
                rx.el.button(
                    "Discard it", type="button", class_name="act grave", auto_focus=True,
                    on_click=AsideState.discard(named),
                ),
                escape(AsideState.ask("")),
                role="group",
                aria_label="Confirm",
                class_name="particulars",
            ),
            rx.el.div(
                rx.el.button("Try again", type="button", class_name="act", on_click=AsideState.write(named)),
                rx.el.button("Look", type="button", class_name="act", on_click=AsideState.read(named)),
                rx.el.button("Discard…", type="button", class_name="quiet", on_click=AsideState.ask(named)),
                class_name="deeds",
            ),
        ),
        key=named,
        class_name="report",
    )  # fmt: skip
