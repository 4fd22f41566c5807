"""Meeting a stranger again whom both liked: the wish during or after a chat, and the start that uses it."""

from typing import Annotated

import reflex as rx

from whimsy.components.icon import icon
from whimsy.states.chat import ChatState
from whimsy.states.wishes import WishState

is_awaited = WishState.half != ""

_HEART = "M8.5 15.5q-7-4.7-7-8.7a3.6 3.6 0 0 1 7-1.4 3.6 3.6 0 0 1 7 1.4q0 4-7 8.7z"


class Reunions(rx.NoSSRComponent):
    """The strangers whom the visitor can meet again; nothing if there are none."""

    library = "$/whimsy/reunion/Reunions.jsx"
    tag = "Reunions"

    kept: rx.Var[str]
    on_meet: Annotated[rx.EventHandler, rx.event.passthrough_event_spec(str)]
    on_forget: Annotated[rx.EventHandler, rx.event.passthrough_event_spec(str)]


def reunions() -> rx.Component:
    return Reunions.create(
        kept=ChatState.halves, on_meet=ChatState.meet_again, on_forget=ChatState.forget_half
    )


def wish_button() -> rx.Component:
    """Wishes to meet the stranger again, who learns of it only if they would like that, too."""
    return rx.el.button(
        icon(_HEART, 17, 18),
        rx.el.span("I’d like to meet again", class_name="unseen"),
        type="button",
        class_name="quiet again",
        title="I’d like to meet again",
        aria_pressed=rx.cond(ChatState.reunion != "", "true", "false"),
        on_click=ChatState.wish_again(ChatState.room),
    )


def waiting() -> rx.Component:
    """What replaces the prospects for whoever waits for a stranger they met before."""
    return rx.el.div(
        rx.el.h1("Waiting for them…"),
        rx.el.p("You meet as soon as they press it, too. Nobody else is shown to you.", class_name="calm"),
        class_name="looking",
    )
