"""The moderators. What is done to an account is asked about first."""

import reflex as rx

from whimsy.components.desk.keys import escape
from whimsy.states.desk.staff import Account, StaffState

_ASKED = {
    "disable": ("They can’t log in, and every session of theirs ends now.", "Disable"),
    "enable": ("They can log in again, as before.", "Enable"),
    "reset": ("Their password, code and sessions end now. You get new ones to hand over.", "Reset"),
}


def staff() -> rx.Component:
    """All of them, and the new keys of one."""
    return rx.el.section(
        rx.el.h2("Moderators"),
        rx.cond(StaffState.renewed != "", _keys()),
        rx.foreach(StaffState.staff, _account),
        rx.el.p("A new one is made with python -m whimsy moderator add NAME.", class_name="hint"),
        aria_label="Moderators",
        class_name="appeals",
    )


def _account(account: rx.vars.ObjectVar[Account]) -> rx.Component:
    name = account.name
    return rx.el.article(
        rx.el.h3(name, rx.cond(account.disabled, " · disabled", rx.cond(account.me, " · you", ""))),
        rx.el.p("Last login: ", account.seen, class_name="hint"),
        rx.cond(
            ~account.me,
            rx.cond(
                StaffState.asking == name,
                rx.match(StaffState.act, *((act, _confirm(act, name)) for act in _ASKED), rx.fragment()),
                rx.el.div(
                    rx.cond(
                        account.disabled,
                        _button("Enable…", "enable", name),
                        _button("Disable…", "disable", name),
                    ),
                    _button("Reset…", "reset", name),
                    class_name="deeds",
                ),
            ),
        ),
        key=name,
        class_name="report",
    )


def _button(title: str, act: str, name: rx.Var[str]) -> rx.Component:
    return rx.el.button(
        title,
        rx.el.span(" ", name, class_name="unseen"),
        type="button",
        class_name="act",
        on_click=StaffState.consider(name, act),
    )


def _confirm(act: str, name: rx.Var[str]) -> rx.Component:
    meaning, verb = _ASKED[act]
    return rx.el.div(
        rx.el.p(meaning),
        rx.el.button(
            f"{verb} ", name, type="button", class_name="act grave", auto_focus=True,
            on_click=StaffState.carry_out(name),
        ),
        escape(StaffState.consider("", "")),
        role="group",
        aria_label="Confirm",
        class_name="particulars",
    )  # fmt: skip


def _keys() -> rx.Component:
    """Shown to whoever hands them over, and kept nowhere."""
    return rx.el.article(
        rx.el.h3("New keys of ", StaffState.renewed, tab_index=-1),
        rx.el.p("Hand them over now: they are not shown again."),
        rx.el.dl(
            rx.el.dt("Password"),
            rx.el.dd(rx.el.code(StaffState.password)),
            rx.el.dt("For the authenticator"),
            rx.el.dd(rx.el.code(StaffState.uri)),
        ),
        rx.el.button("Done", type="button", class_name="act", on_click=StaffState.consider("", "")),
        role="status",
        class_name="report fresh-keys",
    )
