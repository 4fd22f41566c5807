"""The page at "/contact": how to reach whoever runs this Whimsy."""

import reflex as rx

from whimsy.components.reading import reading, section
from whimsy.components.wire import way
from whimsy.states.site import SiteState


def contact() -> rx.Component:
    return reading(
        "Contact",
        way(),
        section(
            "Write to us",
            rx.cond(
                SiteState.contact != "",
                rx.el.p("For anything: ", rx.el.a(SiteState.shown, href=SiteState.contact), "."),
                rx.el.p("Whoever runs this Whimsy has not said how to reach them."),
            ),
            "About a chat that just was, use Report: it brings what we need to see.",
        ),
        # Without a contact there is no security.txt.
        rx.cond(SiteState.contact != "", _hole()),
    )


def _hole() -> rx.Component:
    return section(
        "Found a hole?",
        rx.el.p(
            "Tell us before you tell others. ",
            rx.el.a("security.txt", href="/.well-known/security.txt", custom_attrs={"reloadDocument": True}),
            " says where.",
        ),
    )
