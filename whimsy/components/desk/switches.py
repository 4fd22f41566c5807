"""The kill switches. To turn one takes a second click."""

import reflex as rx

from whimsy.components.desk.confirm import confirm
from whimsy.moderation.switches import Name
from whimsy.states.desk.switches import SwitchState

_MEANING: tuple[tuple[Name, str, str], ...] = (
    (
        "video",
        "Video and voice",
        "No new search for calls, no new call. Calls under way go on; text chats too.",
    ),
    ("links", "Links", "No message with a link is delivered."),
    ("searches", "New searches", "Nobody new is paired. Chats under way go on."),
)


def switches() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Switches"),
        *(_switch(name, title, meaning) for name, title, meaning in _MEANING),
        rx.el.p(
            "Video by the age of severe reports: ",
            rx.el.b(SwitchState.pace),
            ". It follows the queue by itself.",
            class_name="hint",
        ),
        aria_label="Switches",
        class_name="switches",
    )


def _switch(name: Name, title: str, meaning: str) -> rx.Component:
    on = {"video": SwitchState.video, "links": SwitchState.links, "searches": SwitchState.searches}[name]
    return rx.el.article(
        rx.el.h3(title, rx.el.b(rx.cond(on, "on", "off"), class_name=rx.cond(on, "lit", "unlit"))),
        rx.cond(
            SwitchState.asking == name,
            confirm(
                rx.cond(on, f"Off for everybody? {meaning}", f"{title}: on again for everybody?"),
                SwitchState.turn(name, ~on),
                SwitchState.ask(""),
                rx.cond(on, f"Turn {title.lower()} off", f"Turn {title.lower()} on"),
            ),
            rx.el.button(
                rx.cond(on, "Turn off…", "Turn on…"),
                rx.el.span(f" {title.lower()}", class_name="unseen"),
                type="button",
                class_name="act",
                on_click=SwitchState.ask(name),
            ),
        ),
        class_name="report",
    )
