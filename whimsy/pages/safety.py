"""The page at "/safety": advice for talking to strangers."""

import reflex as rx

from whimsy.components.reading import points, reading, section


def safety() -> rx.Component:
    return reading(
        "Talking to strangers, safely",
        section(
            "Keep it to yourself",
            points(
                "Your full name, address, school, employer, phone number and social handles.",
                "What can be seen behind you: letters, uniforms, the view from your window.",
                "Passwords, codes, and money in any form.",
            ),
        ),
        section(
            "On camera",
            "Whoever sees you can record you, and nobody can prevent that. Their picture stays blurred until you "
            "lift it. Your camera never starts by itself, and its light goes off with the call.",
        ),
        section(
            "When somebody pushes",
            "You owe a stranger nothing. Press Next, or Block. If someone threatens to publish pictures of you, do not "
            "pay: stop talking, keep what they wrote, and tell the police. Report them here too.",
            "If you are under 18, please leave. If somebody here seems to be, do not go on talking: report it.",
        ),
        section(
            "Help",
            rx.el.p(
                "In danger now: call your local emergency number. To have intimate pictures of you taken down: ",
                rx.el.a("stopncii.org", href="https://stopncii.org", rel="noopener noreferrer"),
                ", and for pictures from before you were 18: ",
                rx.el.a(
                    "takeitdown.ncmec.org", href="https://takeitdown.ncmec.org", rel="noopener noreferrer"
                ),
                ".",
            ),
        ),
    )
