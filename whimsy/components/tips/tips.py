"""What is good to know, one thing after the other, for whoever waits."""

import reflex as rx

_TIPS = (
    "Esc leaves a chat: once to ask, once more to be sure.",
    "The dice in the message field draws a topic for both of you.",
    "Press “Ring me”, and do something else meanwhile.",
    "Video starts only when both of you want it.",
    "Point at a message, or tap it, to react or reply.",
    "Interests in common are the best beginning. You can change yours on the start page.",
    "Nobody can find you again, unless you give them something to find you by.",
    "If somebody is not kind, the flag reports them, and you never meet again.",
)


class Tips(rx.NoSSRComponent):
    """They change by themselves until the visitor asks for another one."""

    library = "$/whimsy/tips/Tips.jsx"
    tag = "Tips"

    tips: rx.Var[list[str]]


def tips() -> rx.Component:
    return Tips.create(tips=list(_TIPS))
