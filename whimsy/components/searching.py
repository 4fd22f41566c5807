"""The page of the phase searching: the dots, how the search goes, and Stop."""

import reflex as rx

from whimsy.components import invitation, question, reunion
from whimsy.components.dots import orbit, wordmark
from whimsy.components.headcount import headcount
from whimsy.components.mode import is_question
from whimsy.components.preview import preview
from whimsy.components.ring import ring
from whimsy.components.safety import report_previous
from whimsy.components.stop import stop
from whimsy.components.tips import tips
from whimsy.states.chat import ChatState
from whimsy.states.online import OnlineState
from whimsy.states.wishes import WishState


def searching() -> rx.Component:
    return rx.fragment(
        rx.el.header(wordmark(), headcount(), class_name="bar"),
        rx.el.main(
            orbit(),
            _whom(),
            preview(),
            tips(),
            ring(),
            stop(),
            report_previous(),
            class_name="search",
        ),
    )


def _whom() -> rx.Component:
    asked = rx.cond(is_question & (WishState.question != ""), question.waiting(), _looking())
    known = rx.cond(invitation.is_invited, invitation.waiting(), asked)
    return rx.cond(reunion.is_awaited, reunion.waiting(), known)


def _looking() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.h1("Looking for someone…"),
            rx.el.p(_how(), class_name="calm"),
            rx.el.p(_prospect(), " ", _others(), class_name="hint prospect"),
            class_name="looking",
        ),
        rx.cond(
            WishState.interests & ~is_question,
            rx.el.ul(rx.foreach(WishState.interests, _wish), aria_label="Your interests", class_name="chips"),
        ),
    )


def _wish(tag: rx.Var[str]) -> rx.Component:
    # Not translated, as it is matched as the visitor wrote it.
    return rx.el.li(tag, key=tag, dir="auto", class_name="chip still", custom_attrs={"translate": "no"})


def _how() -> rx.Var[str]:
    """Whom the search accepts by now, and whether anybody else is searching."""
    wished = (WishState.interests.length() > 0) & ~is_question
    return rx.match(
        ChatState.stage,
        (0, rx.cond(wished, "Someone who likes what you like.", "It takes a moment.")),
        (1, rx.cond(wished, "Nobody with these interests yet. Widening…", "It takes a moment.")),
        rx.match(
            ChatState.company,
            ("nobody", _alone()),
            ("unasked", "Nobody has asked a question yet. You can ask one yourself: stop, and write it."),
            ("met", "Only people you just met are looking. We keep looking."),
            ("near", "Someone on your own network is looking, too. You meet soon if nobody else comes."),
            rx.cond(
                wished,
                "Nobody with these interests yet. Widening to anyone…",
                "Anyone now. You’re next in line.",
            ),
        ),
    )


def _prospect() -> rx.Var[str]:
    """How soon somebody may be found, by what the server counted."""
    prospect = OnlineState.prospects[WishState.mode]
    minutes = prospect["minutes"]
    slowly = f"It is quiet now: somebody comes about every {minutes.to_string()} minutes."
    return rx.match(
        prospect["kind"],
        ("quick", "Most people here find somebody within a minute."),
        ("every", rx.cond(minutes == 1, "Somebody comes about every minute.", slowly)),
        ("rare", "It is very quiet now: hardly anybody came in the last quarter of an hour."),
        "",
    )


def _others() -> rx.Var[str]:
    """How many others wait, who only do not fit the wishes yet."""
    others = OnlineState.prospects[WishState.mode]["waiting"].to(int) - 1
    many = rx.cond(others == 1, "Somebody else is looking, too.", f"{others} others are looking, too.")
    return rx.cond((ChatState.company == "") & (others > 0), many, "")


def _alone() -> rx.Var[str]:
    """Nobody else searches: the others are in chats, or there are none."""
    return rx.cond(
        OnlineState.count > 1,
        "Nobody else is looking right now. You’re next in line.",
        "Nobody else is here right now. We keep looking.",
    )
