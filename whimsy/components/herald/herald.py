"""Announces each phase to screen readers, and moves a lost focus to the new phase."""

import reflex as rx

from whimsy.components.barred import is_barred
from whimsy.states.chat import ChatState
from whimsy.states.door import DoorState


class Herald(rx.Component):
    """A polite live region that says `words` whenever they or the `scene` change."""

    library = "$/whimsy/herald/Herald.jsx"
    tag = "Herald"

    scene: rx.Var[str]
    words: rx.Var[str]


def herald() -> rx.Component:
    """Its sentences are short, as screen readers also read the heading or the transcript."""
    at_door = (ChatState.phase == "idle") & DoorState.asking & ~is_barred
    at_start = rx.cond(at_door, "One question first.", "Back at the start.")
    return Herald.create(
        scene=rx.cond(at_door, "door", ChatState.phase),
        words=rx.match(
            ChatState.phase,
            ("idle", rx.cond(is_barred, ChatState.barring, at_start)),
            ("searching", _search()),
            ("chatting", _found()),
            ("ended", rx.cond(is_barred, "The chat is over. " + ChatState.barring, "The chat is over.")),
            ("elsewhere", "Open in another tab."),
            "",
        ),
    )


def _search() -> rx.Var[str]:
    return rx.match(
        ChatState.company,
        ("unasked", "Searching. Nobody has asked a question yet."),
        ("nobody", "Searching. There is nobody else yet."),
        ("met", "Searching. There are only people you just met."),
        ("near", "Searching. Someone on your own network is, too."),
        rx.match(ChatState.stage, (0, "Searching."), (1, "Searching more widely."), "Searching for anyone."),
    )


def _found() -> rx.Var[str]:
    stranger = rx.cond(
        ChatState.shared,
        "Found someone. You share " + ChatState.shared.join(", ") + ".",
        "Found someone. Say hi.",
    )
    return rx.match(
        ChatState.role,
        ("watch", "Two strangers discuss your question."),
        ("discuss", "Found someone to discuss a question with. Somebody reads along."),
        stranger,
    )
