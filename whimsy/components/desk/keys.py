"""Single keys that press buttons, which show their letter. They can be turned off (WCAG 2.2, 2.1.4)."""

import reflex as rx

from whimsy.components.button import button
from whimsy.seam.pages import EventType
from whimsy.states.desk.keys import KeyState


class Keys(rx.Component):
    """Listens for keys on the whole page; renders nothing."""

    library = "$/whimsy/desk/Keys.jsx"
    tag = "Keys"

    on: rx.Var[bool]


def keys() -> rx.Component:
    return Keys.create(on=KeyState.on == "yes")


def keys_switch() -> rx.Component:
    return rx.el.button(
        "Keys ",
        rx.cond(KeyState.on == "yes", "on", "off"),
        type="button",
        class_name="quiet",
        title="One key acts at once",
        aria_pressed=(KeyState.on == "yes").to_string(),
        on_click=KeyState.toggle,
    )


def act(key: str, name: str, on_click: EventType[()]) -> rx.Component:
    """A button that `key` presses, and that shows it."""
    return rx.el.button(
        rx.el.kbd(key.upper(), aria_hidden="true"),
        name,
        type="button",
        class_name="act",
        aria_keyshortcuts=key,
        custom_attrs={"data-key": key.lower()},
        on_click=on_click,
    )


def escape(on_click: EventType[()]) -> rx.Component:
    """The Cancel button of a form, which Escape presses."""
    return button("Cancel", on_click, aria_keyshortcuts="Escape", custom_attrs={"data-key": "escape"})
