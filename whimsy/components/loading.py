"""Before the server has said where this tab is."""

from __future__ import annotations

import reflex as rx

from whimsy.components.dots import pair


def loading() -> rx.Component:
    """The dots alone: nothing that would flash away a moment later."""
    return rx.el.main(
        rx.el.h1("Whimsy: talk to a random stranger", class_name="unseen"),
        rx.el.p(*pair(), class_name="wait", aria_hidden="true"),
        rx.el.noscript("Whimsy needs JavaScript to carry your words to someone else."),
        class_name="loading",
    )
