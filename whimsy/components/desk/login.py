"""The way to the desk."""

from __future__ import annotations

from typing import Any, Literal

import reflex as rx

from whimsy.components.dots import wordmark
from whimsy.components.notice import notice
from whimsy.states.desk.entrance import EntranceState
from whimsy.states.desk.session import DeskState


def login() -> rx.Component:
    """Name, password and code."""
    return rx.el.main(
        rx.el.h1(wordmark(), " desk"),
        rx.el.form(
            _field("Name", "name", "text", "username"),
            _field("Password", "password", "password", "current-password"),
            _field("Code", "code", "text", "one-time-code", input_mode="numeric", max_length=32),
            rx.el.button("Log in", type="submit", class_name="go"),
            on_submit=EntranceState.log_in,
            class_name="login",
        ),
        notice(DeskState),
        class_name="desk-door",
    )


def _field(
    label: str, name: str, kind: Literal["text", "password"], autocomplete: str, **more: Any
) -> rx.Component:
    return rx.el.label(
        label,
        rx.el.input(
            name=name,
            type=kind,
            auto_complete=autocomplete,
            auto_capitalize="none",
            spell_check=False,
            required=True,
            **more,
        ),
    )
