"""The page at "/rules": what is allowed, and what happens to whoever breaks the rules."""

import reflex as rx

from whimsy.components.reading import points, reading, section
from whimsy.components.wire import way
from whimsy.states.terms import term


def rules() -> rx.Component:
    return reading(
        "Rules",
        way(),
        section("Who may be here", "You are 18 or older, and so is whoever sits beside you in the picture."),
        section(
            "What is not allowed",
            points(
                "Nudity and sexual acts on camera, and asking strangers for them.",
                "Anything sexual about minors, in any form. It is reported to the authorities.",
                "Threats, hate, harassment, and filming people who do not know it.",
                "Selling, begging, links to lure people away, and machines that talk as if they were people.",
                "Giving away what is private about somebody else.",
            ),
        ),
        section(
            "What happens otherwise",
            "A first time usually brings a warning. After that you may have to wait, meet only others with sanctions, or "
            "not come in at all. You are told why and for how long, and you can appeal: a person reads it.",
            "Machines act only on mild steps, and never on one report alone. Everything lasting is decided by a person.",
        ),
        section(
            "If somebody breaks them",
            f"Report is always there while you talk, and for {term('kept_after_close')} after. One tap also blocks "
            "them: you never meet again. They do not learn that it was you.",
        ),
    )
