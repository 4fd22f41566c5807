"""The page at "/desk": the login, or the desk of the moderators."""

import reflex as rx

from whimsy.components.button import button
from whimsy.components.desk.appeals import appeals
from whimsy.components.desk.aside import aside
from whimsy.components.desk.audit import audit
from whimsy.components.desk.cases import cases
from whimsy.components.desk.keys import keys, keys_switch
from whimsy.components.desk.login import login
from whimsy.components.desk.numbers import numbers
from whimsy.components.desk.staff import staff
from whimsy.components.desk.switches import switches
from whimsy.components.dots import wordmark
from whimsy.components.loading import loading
from whimsy.components.notice import notice
from whimsy.components.wire import way
from whimsy.seam.pages import EventType
from whimsy.states.desk.appeals import AnswerState
from whimsy.states.desk.aside import AsideState
from whimsy.states.desk.audit import AuditState
from whimsy.states.desk.cases import CaseState
from whimsy.states.desk.entrance import EntranceState
from whimsy.states.desk.session import DeskState
from whimsy.states.desk.staff import StaffState


def desk() -> rx.Component:
    return rx.el.div(
        way(),
        rx.cond(DeskState.who != "", _desk(), rx.cond(DeskState.ready, login(), loading())),
        class_name="whimsy desk-page",
    )


def _desk() -> rx.Component:
    return rx.fragment(
        keys(),
        rx.el.header(
            rx.el.h1(wordmark(), rx.el.span(" desk")),
            rx.el.nav(
                _part("cases", "Cases", DeskState.show("cases"), CaseState.cases.length()),
                _part("appeals", "Appeals", DeskState.show("appeals"), AnswerState.appeals.length()),
                _part("aside", "Set aside", AsideState.spread, AsideState.many),
                _part("switches", "Switches", DeskState.show("switches")),
                _part("audit", "Audit", AuditState.newest),
                _part("staff", "Moderators", StaffState.gather),
                aria_label="Desk",
            ),
            rx.el.div(
                rx.el.span(DeskState.who, class_name="hint"),
                keys_switch(),
                button("Log out", EntranceState.log_out),
                class_name="self",
            ),
            class_name="desk-bar",
        ),
        numbers(),
        rx.el.main(
            rx.match(
                DeskState.part,
                ("appeals", appeals()),
                ("switches", switches()),
                ("audit", audit()),
                ("staff", staff()),
                ("aside", aside()),
                cases(),
            ),
            class_name="desk",
        ),
        notice(DeskState),
    )


def _part(
    part: str, name: str, on_click: EventType[()], count: rx.vars.NumberVar[int] | None = None
) -> rx.Component:
    return rx.el.button(
        name,
        *([] if count is None else [rx.cond(count > 0, rx.el.b(count, class_name="tally"))]),
        type="button",
        class_name="quiet",
        aria_current=rx.cond(DeskState.part == part, "page", "false"),
        on_click=on_click,
    )
