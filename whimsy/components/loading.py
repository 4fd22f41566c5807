"""What the page at "/" holds beside the start page, until the server has told the tab's phase.

The stylesheet shows the start page, or to whoever was elsewhere before a reload (first.js) the dots alone.
After some seconds it shows the sentences, unless scripts run by then.
"""

import reflex as rx

from whimsy.components.dots import pair


def loading() -> rx.Component:
    return rx.fragment(
        rx.el.main(
            rx.el.h1("Whimsy: talk to a random stranger", class_name="unseen"),
            rx.el.p(*pair(), class_name="wait", aria_hidden="true"),
            class_name="loading",
        ),
        rx.el.div(
            rx.el.p(
                "This takes longer than it should. Your network may be slow, or something keeps the scripts "
                "of this page from running: a blocker, a company network, a proxy that rewrites pages, or a "
                "browser that is too old.",
                class_name="never",
            ),
            rx.el.p("A part of this page did not arrive. It is tried again by itself.", class_name="lacking"),
            rx.el.p(rx.el.a("Load it again", href="/")),
            class_name="stuck",
        ),
        rx.el.noscript("Whimsy needs JavaScript to carry your words to someone else.", class_name="needs"),
    )
