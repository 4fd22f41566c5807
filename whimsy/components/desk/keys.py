"""One-key actions, and buttons that show their letter. They can be turned off (WCAG 2.2, 2.1.4)."""

import reflex as rx

from whimsy.seam.pages import EventType
from whimsy.states.desk.keys import KeyState


class Keys(rx.Component):
    """Listens to the page; renders nothing."""

    library = "$/whimsy/desk/Keys.jsx"
    tag = "Keys"

    on: rx.Var[bool]


def keys() -> rx.Component:
    """The listener of a page."""
    return Keys.create(on=KeyState.on == "yes")


def keys_switch() -> rx.Component:
    """Turns single keys on and off."""
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
    """A button that is pressed by `key`, and shows it."""
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
    """Gives up what is being filled in; Escape presses it."""
    return rx.el.button(
        "Cancel",
        type="button",
        class_name="quiet",
        aria_keyshortcuts="Escape",
        custom_attrs={"data-key": "escape"},
        on_click=on_click,
    )
