"""The accounts of the moderators. Changes to one take a second click."""

import reflex as rx

from whimsy.components.button import button
from whimsy.components.desk.confirm import confirm
from whimsy.states.desk.staff import Account, StaffState

_ASKED = {
    "disable": ("They can’t log in, and every session of theirs ends now.", "Disable"),
    "enable": ("They can log in again, as before.", "Enable"),
    "reset": ("Their password, code and sessions end now. You get new ones to hand over.", "Reset"),
}


def staff() -> rx.Component:
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
    return confirm(meaning, StaffState.carry_out(name), StaffState.consider("", ""), f"{verb} ", name)


def _keys() -> rx.Component:
    """A new password and second factor, shown once to the moderator who passes them on."""
    return rx.el.article(
        rx.el.h3("New keys of ", StaffState.renewed, tab_index=-1),
        rx.el.p("Hand them over now: they are not shown again."),
        rx.el.dl(
            rx.el.dt("Password"),
            rx.el.dd(rx.el.code(StaffState.password)),
            rx.el.dt("For the authenticator"),
            rx.el.dd(rx.el.code(StaffState.uri)),
        ),
        button("Done", StaffState.consider("", ""), "act"),
        role="status",
        class_name="report fresh-keys",
    )
