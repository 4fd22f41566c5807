"""The form to log in at the desk."""

from typing import Any

import reflex as rx

from whimsy.components.dots import wordmark
from whimsy.components.notice import notice
from whimsy.states.desk.entrance import EntranceState
from whimsy.states.desk.session import DeskState


def login() -> rx.Component:
    return rx.el.main(
        rx.el.h1(wordmark(), " desk"),
        rx.el.form(
            _field("Name", "name", "username", type="text"),
            _field("Password", "password", "current-password", type="password"),
            _field("Code", "code", "one-time-code", type="text", input_mode="numeric", max_length=32),
            rx.el.button("Log in", type="submit", class_name="go"),
            on_submit=EntranceState.log_in,
            class_name="login form",
        ),
        notice(DeskState),
        class_name="desk-door",
    )


def _field(label: str, name: str, autocomplete: str, **more: Any) -> rx.Component:
    more |= {"auto_capitalize": "none", "spell_check": False, "required": True}
    return rx.el.label(label, rx.el.input(name=name, auto_complete=autocomplete, **more))
