"""The field for interests, each shown as a chip."""

from typing import Annotated

import reflex as rx

from whimsy.lobby.ticket import MAX_TYPED
from whimsy.states.terms import TermsState
from whimsy.states.wishes import WishState


class Interests(rx.Component):
    """Makes a chip of what was typed at a comma, at Enter, and when the field loses the focus."""

    library = "$/whimsy/interests/Interests.jsx"
    tag = "Interests"

    interests: rx.Var[list[str]]
    most: rx.Var[int]
    longest: rx.Var[int]
    on_add: Annotated[rx.EventHandler, rx.event.passthrough_event_spec(str)]
    on_remove: Annotated[rx.EventHandler, rx.event.passthrough_event_spec(str)]


def interests() -> rx.Component:
    return rx.el.div(
        rx.el.label("What do you like?", html_for="interests"),
        Interests.create(
            interests=WishState.interests,
            most=TermsState.interests,
            longest=MAX_TYPED,
            on_add=WishState.add_interests,
            on_remove=WishState.remove_interest,
        ),
        rx.el.p("Optional. We look for someone who shares it first.", id="interests-hint", class_name="hint"),
        class_name="wish",
    )
