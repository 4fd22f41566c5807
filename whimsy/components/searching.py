"""The page of the phase searching: the dots, how the search goes, and Stop."""

import reflex as rx

from whimsy.components.dots import orbit, wordmark
from whimsy.components.headcount import headcount
from whimsy.components.preview import preview
from whimsy.components.safety import report_previous
from whimsy.components.stop import stop
from whimsy.states.chat import ChatState
from whimsy.states.online import OnlineState
from whimsy.states.wishes import WishState


def searching() -> rx.Component:
    return rx.fragment(
        rx.el.header(wordmark(), headcount(), class_name="bar"),
        rx.el.main(
            orbit(),
            rx.el.div(
                rx.el.h1("Looking for someone…"), rx.el.p(_how(), class_name="calm"), class_name="looking"
            ),
            rx.cond(
                WishState.interests,
                rx.el.ul(
                    rx.foreach(WishState.interests, _wish), aria_label="Your interests", class_name="chips"
                ),
            ),
            preview(),
            stop(),
            report_previous(),
            class_name="search",
        ),
    )


def _wish(tag: rx.Var[str]) -> rx.Component:
    # Not translated, as it is matched as the visitor wrote it.
    return rx.el.li(tag, key=tag, dir="auto", class_name="chip still", custom_attrs={"translate": "no"})


def _how() -> rx.Var[str]:
    """Whom the search accepts by now, and whether anybody else is searching."""
    wished = WishState.interests.length() > 0
    return rx.match(
        ChatState.stage,
        (0, rx.cond(wished, "Someone who likes what you like.", "It takes a moment.")),
        (1, rx.cond(wished, "Nobody with these interests yet. Widening…", "It takes a moment.")),
        rx.match(
            ChatState.company,
            ("nobody", _alone()),
            ("met", "Only people you just met are looking. We keep looking."),
            ("near", "Someone on your own network is looking, too. You meet soon if nobody else comes."),
            rx.cond(
                wished,
                "Nobody with these interests yet. Widening to anyone…",
                "Anyone now. You’re next in line.",
            ),
        ),
    )


def _alone() -> rx.Var[str]:
    """Nobody else searches: the others are in chats, or there are none."""
    return rx.cond(
        OnlineState.count > 1,
        "Nobody else is looking right now. You’re next in line.",
        "Nobody else is here right now. We keep looking.",
    )
